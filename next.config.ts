import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

// Scripts of the framework are inline until every page carries a nonce; everything else is our own origin only.
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** Pictures and papers that somebody else made: shown as what they are or not at all, so that nothing in their bytes can act as a page of ours. */
const handedIn = ["/:locale/verify/fakes/:entry/picture", "/console/authenticity/:report/picture", "/:locale/:incident/claim/:programme/papers/:claim/files/:paper", "/console/claims/:claim/papers/:paper", "/:locale/:incident/compensation/:programme/documents/:sha256", "/console/programmes/:programme/documents/:sha256"];

/** Pages whose form brings a file to a server action. */
const formsWithFiles = ["/:locale(ko|en)/verify/:path*", "/console/authenticity/register/new", "/console/notices/:template", "/console/waves/:wave/letters", "/console/payments", "/console/payments/setup", "/console/programmes/:programme/edit"];

const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: import.meta.dirname,
  outputFileTracingIncludes: { "/*": ["./content/messages/**/*.json", "./content/rules/*.yaml", "./content/calendars/*.yaml", "./content/clocks/*.yaml", "./node_modules/pretendard/dist/public/static/alternative/Pretendard-{Regular,Bold}.ttf"] },
  outputFileTracingExcludes: { "/*": ["./.data/**", "./test/**", "./e2e/**", "./bench/**"] },
  turbopack: { root: import.meta.dirname },
  // `npm test` checks them in a step of its own; whoever builds to run the program would wait half a minute for an answer that is known.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "pino", "prom-client", "@node-rs/argon2", "libphonenumber-js", "pdfkit", "@react-email/render", "mailauth", "mailparser", "libxml2-wasm"],
  images: { unoptimized: true },
  poweredByHeader: false,
  deploymentId: process.env.AMENDS_DEPLOYMENT_ID,
  // A saved mail or a picture comes with its form: verbs have limits of their own below this one.
  experimental: { authInterrupts: true, globalNotFound: true, serverActions: { bodySizeLimit: "8mb" } },
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
        // A posting has a policy of its own, without scripts, and so has a look at one.
        source: "/:path((?!(?:ko|en)/[^/]+/postings/[^/]+$|console/postings/[^/]+/preview/[^/]+$).*)",
        headers: [{ key: "Content-Security-Policy", value: contentSecurityPolicy }],
      },
      {
        source: "/:path*",
        headers: [
          { key: "X-Content-Type-Options", value: "nosniff" },
          { key: "Referrer-Policy", value: "same-origin" },
          { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=()" },
          { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
          { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
        ],
      },
      ...handedIn.map((source) => ({ source, headers: [{ key: "Content-Security-Policy", value: "default-src 'none'; sandbox" }] })),
    ]),
};

export default createNextIntlPlugin("./app/_server/request-locale.ts")(config);
