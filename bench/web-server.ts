import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { encode } from "next-auth/jwt";
import { freePort } from "@/db/embedded-postgres";
import { randomToken } from "@/lib/crypto";
import { BENCH_KEY, type BenchDatabase } from "./database";

export const ACTIONS_KEY = Buffer.alloc(32, 7).toString("base64");

const SIGN_IN_SECRET = randomToken();

/** The cookie that sign-in would have left for a session id, at every server that is started here. */
export async function sessionCookie(token: string): Promise<string> {
  return `next-auth.session-token=${await encode({ token: { sid: token }, secret: SIGN_IN_SECRET })}`;
}

export interface WebServer {
  url: string;
  /** Id of a server action of the build, by its name. */
  action(name: string): string;
  stop(): Promise<void>;
}

/** Start one web process of the build in `dir`, believing what loopback says about where requests come from. */
export async function startWebServer(database: BenchDatabase, dir: string): Promise<WebServer> {
  const [port, metrics] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, ["--import", "tsx", "cli/amends.ts", "web"], {
    cwd: dir,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      AMENDS_ENV: "development",
      AMENDS_URL: `http://localhost:${port}`,
      PORT: String(port),
      METRICS_PORT: String(metrics),
      WEB_PROCESSES: "1",
      DATABASE_URL: database.url,
      SMTP_URL: "smtp://127.0.0.1:9",
      SMTP_TLS_EXCEPTIONS: "127.0.0.1",
      MAIL_FROM: "notice@haneulmall.example",
      NEXTAUTH_SECRET: SIGN_IN_SECRET,
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: ACTIONS_KEY,
      AMENDS_KEY: BENCH_KEY,
      TRUSTED_PROXIES: "127.0.0.1",
      AMENDS_LOG_LEVEL: "error",
    },
  });
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("exit", (code) => reject(new Error(`web ended with ${code}`)));
  });
  const manifest = JSON.parse(readFileSync(path.join(dir, ".next/server/server-reference-manifest.json"), "utf8")) as { node: Record<string, { exportedName: string }> };
  return {
    url: `http://127.0.0.1:${port}`,
    action(name) {
      const id = Object.entries(manifest.node).find(([, action]) => action.exportedName === name)?.[0];
      if (!id) throw new Error(`the build has no action ${name}`);
      return id;
    },
    stop: () => end(child),
  };
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}

let requests = 0;

/** Post a form as a browser with JavaScript does, from a network of its own. Resolves once the answer is read: where it leads, and the page there. @throws {Error} when it leads nowhere */
export async function postForm(server: WebServer, { action, at, fields, cookie }: { action: string; at: string; fields: Record<string, string>; cookie: string }): Promise<{ to: string; page: string }> {
  requests += 1;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(`_1_${name}`, value);
  form.append("0", '[{"status":"idle"},"$K1"]');
  const answer = await fetch(server.url + at, {
    method: "POST",
    redirect: "manual",
    body: form,
    headers: {
      "next-action": action,
      accept: "text/x-component",
      cookie,
      "x-forwarded-for": `${10 + (requests >> 16)}.${(requests >> 8) & 255}.${requests & 255}.1`,
    },
  });
  const page = await answer.text();
  // An action that leads on answers with the page it leads to, and says so.
  const to = answer.headers.get("x-action-redirect")?.split(";")[0];
  if (to === undefined) throw new Error(`the form at ${at} was answered with ${answer.status} and leads nowhere`);
  return { to, page };
}

/** Do something so many times, eight at a time, and say how many of them a second takes. */
export async function perSecond(act: (i: number) => Promise<unknown>, count: number): Promise<number> {
  const began = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (next < count) await act(next++);
    }),
  );
  return count / ((performance.now() - began) / 1000);
}
