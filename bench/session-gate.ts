import { rmSync } from "node:fs";
import { aPublishedIncident } from "@/test/lookups";
import { aStaffMember, aStaffSession } from "@/test/staff";
import { buildWithoutGate } from "./bench-build";
import { openBenchDatabase } from "./database";
import type { BenchOptions, Result } from "./result";
import { perSecond, sessionCookie, startWebServer, type WebServer } from "./web-server";

const MUST = 0.8;
/** The smallest page of the console, where a gate weighs the most. */
const PAGE = "/console/account";

/** Authorised requests per second for a page of the console, against the same page of a build that does not read whose request it is. */
export async function run({ quick }: BenchOptions): Promise<Result> {
  const count = quick ? 240 : 2_400;
  const dir = buildWithoutGate();
  const database = await openBenchDatabase();
  try {
    const { parts } = database;
    await aPublishedIncident(parts, "ref,email,confirmed\na,minji@example.com,names");
    const cookies: string[] = [];
    for (let i = 0; i < 16; i++) cookies.push(await sessionCookie(await aStaffSession(parts, (await aStaffMember(parts, ["support"])).id)));
    const gated = await startWebServer(database, process.cwd());
    const open = await startWebServer(database, dir);
    try {
      const ask = ({ url }: WebServer) => async (i: number) => {
        const answer = await fetch(url + PAGE, { redirect: "manual", headers: { cookie: cookies[i % cookies.length] ?? "" } });
        await answer.text();
        if (answer.status !== 200) throw new Error(`${PAGE} was answered with ${answer.status}`);
      };
      for (const server of [gated, open]) await perSecond(ask(server), 80);
      // By turns, so that whatever else the machine does falls on both.
      const turns = 8;
      let [authorised, ungated] = [0, 0];
      for (let turn = 0; turn < turns; turn++) {
        authorised += count / turns / (await perSecond(ask(gated), count / turns));
        ungated += count / turns / (await perSecond(ask(open), count / turns));
      }
      const [figure, baseline] = [count / authorised, count / ungated];
      const ratio = figure / baseline;
      return { name: "session-gate", figure, unit: "requests/s", baseline, ratio, must: `ratio ≥ ${MUST}`, ok: ratio >= MUST, note: `${count} of each for ${PAGE}, 8 at a time, one web process each; one query more, and the cookie opened` };
    } finally {
      await Promise.all([gated.stop(), open.stop()]);
    }
  } finally {
    await database.drop();
    rmSync(dir, { recursive: true, force: true });
  }
}
