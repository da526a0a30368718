import { sql } from "drizzle-orm";
import { offBoard } from "@/domain/offboarding/off-board";
import { staffContext } from "@/test/contexts";
import { aLargeExport } from "@/test/exports";
import { aPublishedIncident } from "@/test/lookups";
import { openAnswer } from "@/test/open-answer";
import { aStaffMember, aStaffSession } from "@/test/staff";
import { openBenchDatabase, type BenchDatabase } from "./database";
import type { BenchOptions, Result } from "./result";
import { sessionCookie, startWebServer, type WebServer } from "./web-server";

const MUST_MS = 1_000;
const INSTANCES = 3;

/** From the moment in which somebody is off-boarded until three web processes refuse each of their sessions and an answer that they were still reading is cut: the worst of a hundred people. */
export async function run({ quick }: BenchOptions): Promise<Result> {
  const people = quick ? 20 : 100;
  const database = await openBenchDatabase();
  try {
    const { parts } = database;
    const incident = await aPublishedIncident(parts, "ref,email,confirmed\na,minji@example.com,names");
    // Rows enough that an answer of them is still being read when it is cut.
    await parts.db.execute(sql`insert into import_rejects (import_id, line, column_name, code, preview) select i.id, n, 'email', 'email-no-domain', repeat('•', 60) from imports i, generate_series(1, 400000) n where i.incident_id = ${incident.id}`);
    const servers = await Promise.all(Array.from({ length: INSTANCES }, () => startWebServer(database, process.cwd())));
    try {
      const took: number[] = [];
      for (let i = 0; i < people; i++) took.push(await leave(database, servers, incident.id, i));
      took.sort((a, b) => a - b);
      const [worst, middle] = [took.at(-1) ?? Infinity, took[Math.floor(took.length / 2)] ?? Infinity];
      return { name: "offboard", figure: worst, unit: "ms, worst", baseline: null, ratio: null, must: `≤ ${MUST_MS} ms`, ok: worst <= MUST_MS, note: `${people} people, ${INSTANCES} web processes, a session at each and an open answer; median ${Math.round(middle)} ms` };
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
  } finally {
    await database.drop();
  }
}

async function leave({ parts }: BenchDatabase, servers: readonly WebServer[], incidentId: string, i: number): Promise<number> {
  const leaver = await aStaffMember(parts, ["approver"]);
  const security = staffContext(parts, ["security"], (await aStaffMember(parts, ["security"])).id);
  const cookies = await Promise.all(servers.map(async () => `${await sessionCookie(await aStaffSession(parts, leaver.id))}; amends-incident=${incidentId}`));
  for (const [n, server] of servers.entries()) if (!(await isLetIn(server, cookies[n] ?? ""))) throw new Error("a living session was refused");
  const at = i % servers.length;
  const exportId = await aLargeExport(parts, { incidentId, staffId: leaver.id });
  const { begun, over } = openAnswer(`${servers[at]?.url}/console/exports/${exportId}/file`, cookies[at] ?? "");
  if ((await begun) !== 200) throw new Error("the answer did not begin");
  const began = performance.now();
  await offBoard(security, { staffId: leaver.id, reason: "has left the company today" });
  const refused = await Promise.all(servers.map(async (server, n) => !(await isLetIn(server, cookies[n] ?? ""))));
  if (refused.includes(false)) throw new Error("a session outlived its person");
  if ((await over) !== "cut") throw new Error("an answer was read to its end");
  return performance.now() - began;
}

async function isLetIn({ url }: WebServer, cookie: string): Promise<boolean> {
  const answer = await fetch(`${url}/console/account`, { headers: { cookie }, redirect: "manual" });
  await answer.text();
  return answer.status === 200;
}
