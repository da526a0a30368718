import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";
import { contentSecurityPolicy, everyAnswer, handedIn } from "./app/_server/content-security-policy";
import { formsWithFiles } from "./app/_server/forms-with-files";

/** Pages about one person, those of staff, or with a secret in their address: nobody is told that somebody came from there. */
const personal = ["/console/:path*", "/:locale/:incident/check/code", "/:locale/:incident/:page(result|looks|wrong|claim)/:rest*", "/:locale/unsubscribe/:token", "/u/:token"];

const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: import.meta.dirname,
  outputFileTracingIncludes: { "/*": ["./content/messages/**/*.json", "./content/rules/*.yaml", "./content/passwords/*.txt", "./content/calendars/*.yaml", "./content/clocks/*.yaml", "./node_modules/pretendard/dist/public/static/alternative/Pretendard-{Regular,Bold}.ttf"] },
  outputFileTracingExcludes: { "/*": ["./.data/**", "./test/**", "./e2e/**", "./bench/**"] },
  turbopack: { root: import.meta.dirname },
  // `npm test` checks them in a step of its own; whoever builds to run the program would wait half a minute for an answer that is known.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "pino", "prom-client", "@node-rs/argon2", "libphonenumber-js", "pdfkit", "@react-email/render", "mailauth", "mailparser", "libxml2-wasm"],
  images: { unoptimized: true },
  poweredByHeader: false,
  deploymentId: process.env.AMENDS_DEPLOYMENT_ID,
  // A saved mail or a picture comes with its form: verbs have limits of their own below this one. A page is loaded when somebody first asks for it: all at the start would keep a process from answering for half a second, and take 40 MB more of each.
  experimental: { authInterrupts: true, globalNotFound: true, serverActions: { bodySizeLimit: "8mb" }, preloadEntriesOnStart: false },
  // Beyond that an action says so in the framework's words, and what was typed is gone: a form without JavaScript is answered by a handler. Files that stream have handlers of their own.
  rewrites: () =>
    Promise.resolve({
      beforeFiles: formsWithFiles.map((source) => ({
        source,
        has: [
          { type: "header" as const, key: "content-length", value: "(?:[89]\\d{6}|\\d{8,})" },
          { type: "header" as const, key: "content-type", value: "multipart/form-data.*" },
        ],
        missing: [{ type: "header" as const, key: "next-action" }],
        destination: "/too-large",
      })),
      afterFiles: [],
      fallback: [],
    }),
  headers: () =>
    Promise.resolve([
      {
        // What the proxy does not give a nonce to. A posting and a look at one or at a mail have policies of their own.
        source: "/:path((?!(?:ko|en)/[^/]+/postings/[^/]+$|console/postings/[^/]+/preview/[^/]+$|console/notices/preview/frame$).*)",
        headers: [{ key: "Content-Security-Policy", value: contentSecurityPolicy(null) }],
      },
      {
        source: "/:path*",
        headers: [...everyAnswer, { key: "Referrer-Policy", value: "same-origin" }],
      },
      ...personal.map((source) => ({ source, headers: [{ key: "Referrer-Policy", value: "no-referrer" }] })),
      ...handedIn.map((source) => ({ source, headers: [{ key: "Content-Security-Policy", value: "default-src 'none'; sandbox" }] })),
    ]),
};

export default createNextIntlPlugin("./app/_server/request-locale.ts")(config);
