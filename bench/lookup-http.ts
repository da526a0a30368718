import { rmSync } from "node:fs";
import { randomToken } from "@/lib/crypto";
import { aPublishedIncident } from "@/test/lookups";
import { buildWithEmptyAction } from "./bench-build";
import { openBenchDatabase } from "./database";
import type { BenchOptions, Result } from "./result";
import { perSecond, postForm, startWebServer } from "./web-server";

const MUST = 0.5;

/** Lookup requests per second, known and unknown addresses by turns, against the same form posting to an empty action that leads to the same page. */
export async function run({ quick }: BenchOptions): Promise<Result> {
  const count = quick ? 300 : 3_000;
  const dir = buildWithEmptyAction({ folder: "app/(portal)/[locale]/[incident]/check", action: "requestCodeAction" });
  const database = await openBenchDatabase();
  try {
    const incident = await aPublishedIncident(database.parts, ["ref,email,confirmed", ...Array.from({ length: count }, (_, i) => `r${i},known${i}@example.com,names`)].join("\n"));
    const server = await startWebServer(database, dir);
    try {
      const lookup = server.action("requestCodeAction");
      const empty = server.action("emptyAction");
      // The page that the action leads to shows what a browser has asked for, so the empty action is called by browsers that have asked.
      const browsers = Array.from({ length: 16 }, () => randomToken());
      const at = `/ko/${incident.slug}/check`;
      const post = (action: string, contact: string, browser: string) => postForm(server, { action, at, fields: { locale: "ko", incident: incident.slug, contact, to: `${at}/code` }, cookie: `amends-browser=${browser}` });
      for (const [i, browser] of browsers.entries()) await post(lookup, `asked${i}@example.com`, browser);
      const ask = (i: number) => post(lookup, `${i % 2 === 0 ? "known" : "other"}${i}@example.com`, randomToken());
      const nothing = (i: number) => post(empty, `known${i}@example.com`, browsers[i % browsers.length] ?? "");
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
    rmSync(dir, { recursive: true, force: true });
  }
}
