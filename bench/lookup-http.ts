import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { randomToken } from "@/lib/crypto";
import { aPublishedIncident } from "@/test/lookups";
import { openBenchDatabase } from "./database";
import type { BenchOptions, Result } from "./result";
import { ACTIONS_KEY, postCheck, startWebServer } from "./web-server";

const MUST = 0.5;
const DIR = path.resolve(".data/bench-app");
const CHECK = "app/(portal)/[locale]/[incident]/check";

/** Lookup requests per second, known and unknown addresses by turns, against the same form posting to an empty action that leads to the same page. */
export async function run({ quick }: BenchOptions): Promise<Result> {
  const count = quick ? 300 : 3_000;
  buildWithEmptyAction();
  const database = await openBenchDatabase();
  try {
    const incident = await aPublishedIncident(database.parts, ["ref,email,confirmed", ...Array.from({ length: count }, (_, i) => `r${i},known${i}@example.com,names`)].join("\n"));
    const server = await startWebServer(database, DIR);
    try {
      const lookup = server.action("requestCodeAction");
      const empty = server.action("emptyAction");
      // The page that the action leads to shows what a browser has asked for, so the empty action is called by browsers that have asked.
      const browsers = Array.from({ length: 16 }, () => randomToken());
      for (const [i, browser] of browsers.entries()) await postCheck(server, { action: lookup, incident: incident.slug, contact: `asked${i}@example.com`, browser });
      const ask = (i: number) => postCheck(server, { action: lookup, incident: incident.slug, contact: `${i % 2 === 0 ? "known" : "other"}${i}@example.com`, browser: randomToken() });
      const nothing = (i: number) => postCheck(server, { action: empty, incident: incident.slug, contact: `known${i}@example.com`, browser: browsers[i % browsers.length] ?? "" });
      await perSecond(nothing, 100);
      // By turns, so that whatever else the machine does falls on both.
      const parts = 6;
      let [asked, idle] = [0, 0];
      for (let part = 0; part < parts; part++) {
        const first = part * (count / parts);
        asked += count / parts / (await perSecond((i) => ask(first + i), count / parts));
        idle += count / parts / (await perSecond((i) => nothing(first + i), count / parts));
      }
      const [figure, baseline] = [count / asked, count / idle];
      const ratio = figure / baseline;
      return { name: "lookup-http", figure, unit: "requests/s", baseline, ratio, must: `ratio ≥ ${MUST}`, ok: ratio >= MUST, note: `${count} of each, 8 at a time, one web process; limited by rendering the page that follows, then by the transaction's round trips` };
    } finally {
      await server.stop();
    }
  } finally {
    await database.drop();
    rmSync(DIR, { recursive: true, force: true });
  }
}

async function perSecond(post: (i: number) => Promise<void>, count: number): Promise<number> {
  const began = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (next < count) await post(next++);
    }),
  );
  return count / ((performance.now() - began) / 1000);
}

/** A build of the product with one action more, made beside it: the product itself has no door that only a bench uses. */
function buildWithEmptyAction(): void {
  rmSync(DIR, { recursive: true, force: true });
  mkdirSync(DIR, { recursive: true });
  const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" }).split("\0").filter(Boolean);
  for (const file of files) cpSync(file, path.join(DIR, file));
  execFileSync("cp", ["-al", "node_modules", path.join(DIR, "node_modules")]);
  const actions = path.join(DIR, CHECK, "actions.ts");
  writeFileSync(
    actions,
    `${readFileSync(actions, "utf8")}
export async function emptyAction(_: FormState, form: FormData): Promise<FormState> {
  const { redirect } = await import("next/navigation");
  return redirect(\`/ko/\${String(form.get("incident"))}/check/code\`);
}
`,
  );
  const page = path.join(DIR, CHECK, "page.tsx");
  writeFileSync(page, readFileSync(page, "utf8").replace("import { requestCodeAction }", "import { emptyAction, requestCodeAction }").replace("<SubmitButton", "<form action={emptyAction.bind(null, { status: \"idle\" }) as never} />\n        <SubmitButton"));
  const env = { ...process.env, NODE_ENV: "production" as const, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: ACTIONS_KEY };
  execFileSync(process.execPath, ["--import", "tsx", "cli/amends.ts", "build"], { cwd: DIR, env, stdio: "inherit" });
}
