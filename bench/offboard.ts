import { sql } from "drizzle-orm";
import { offBoard } from "@/domain/offboarding/off-board";
import { approveWave } from "@/domain/waves/approve-wave";
import { createWave } from "@/domain/waves/create-wave";
import { readWave } from "@/domain/waves/queries/read-wave";
import { submitWave } from "@/domain/waves/submit-wave";
import { staffContext } from "@/test/contexts";
import { aLargeExport } from "@/test/exports";
import { openAnswer } from "@/test/open-answer";
import { aStaffMember, aStaffSession, aToken } from "@/test/staff";
import { anIncidentWithPeople, people as somePeople } from "@/test/waves";
import { openBenchDatabase, type BenchDatabase } from "./database";
import type { BenchOptions, Result } from "./result";
import { sessionCookie, startWebServer, type WebServer } from "./web-server";

const MUST_MS = 1_000;
const INSTANCES = 3;

/** From the moment in which somebody is off-boarded until three web processes refuse their token and each of their sessions, an answer that they were still reading is cut, and a wave does not go out on their approval: the worst of a hundred people. */
export async function run({ quick }: BenchOptions): Promise<Result> {
  const people = quick ? 20 : 100;
  const database = await openBenchDatabase();
  try {
    const { parts } = database;
    const incident = await anIncidentWithPeople(parts, somePeople(2));
    // Rows enough that an answer of them is still being read when it is cut.
    await parts.db.execute(sql`insert into import_rejects (import_id, line, column_name, code, preview) select i.id, n, 'email', 'email-no-domain', repeat('•', 60) from imports i, generate_series(1, 400000) n where i.incident_id = ${incident.incidentId}`);
    const servers = await Promise.all(Array.from({ length: INSTANCES }, () => startWebServer(database, process.cwd())));
    try {
      const took: number[] = [];
      for (let i = 0; i < people; i++) took.push(await leave(database, servers, incident, i));
      took.sort((a, b) => a - b);
      const [worst, middle] = [took.at(-1) ?? Infinity, took[Math.floor(took.length / 2)] ?? Infinity];
      return { name: "offboard", figure: worst, unit: "ms, worst", baseline: null, ratio: null, must: `≤ ${MUST_MS} ms`, ok: worst <= MUST_MS, note: `${people} people, ${INSTANCES} web processes, a session at each, a token, an open answer and a pending approval; median ${Math.round(middle)} ms` };
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
  } finally {
    await database.drop();
  }
}

async function leave({ parts }: BenchDatabase, servers: readonly WebServer[], { incidentId, versionId }: { incidentId: string; versionId: string }, i: number): Promise<number> {
  const leaver = await aStaffMember(parts, ["approver", "auditor"]);
  const security = staffContext(parts, ["security"], (await aStaffMember(parts, ["security"])).id);
  const cookies = await Promise.all(servers.map(async () => `${await sessionCookie(await aStaffSession(parts, leaver.id))}; amends-incident=${incidentId}`));
  const token = await aToken(parts, leaver.id);
  /** Who is let in, by each session and by the token everywhere. */
  const letIn = () => Promise.all(servers.flatMap((server, n) => [isLetIn(server, "/console/account", { cookie: cookies[n] ?? "" }), isLetIn(server, "/api/audit/events?limit=1", { authorization: `Bearer ${token}` })]));
  const waveId = await anApprovedWave(parts, versionId, leaver.id);
  if ((await letIn()).includes(false)) throw new Error("a living session or token was refused");
  const at = i % servers.length;
  const exportId = await aLargeExport(parts, { incidentId, staffId: leaver.id });
  const { begun, over } = openAnswer(`${servers[at]?.url}/console/exports/${exportId}/file`, cookies[at] ?? "");
  if ((await begun) !== 200) throw new Error("the answer did not begin");
  const began = performance.now();
  await offBoard(security, { staffId: leaver.id, reason: "has left the company today" });
  if ((await letIn()).includes(true)) throw new Error("a session or a token outlived its person");
  if ((await readWave(parts.db, waveId)).state !== "in-review") throw new Error("an approval outlived its person");
  if ((await over) !== "cut") throw new Error("an answer was read to its end");
  return performance.now() - began;
}

/** A wave for tomorrow that somebody approved. */
async function anApprovedWave(parts: BenchDatabase["parts"], templateVersionId: string, approverId: string): Promise<string> {
  const author = staffContext(parts, ["comms"]);
  const { id: waveId } = await createWave(author, { templateVersionId, audience: {}, scheduledAt: new Date(Date.now() + 86_400_000).toISOString() });
  const { approvalHash } = await submitWave(author, { waveId });
  await approveWave(staffContext(parts, ["approver"], approverId), { waveId, approvalHash });
  return waveId;
}

async function isLetIn({ url }: WebServer, path: string, headers: Record<string, string>): Promise<boolean> {
  const answer = await fetch(url + path, { headers, redirect: "manual" });
  await answer.text();
  return answer.status === 200;
}
