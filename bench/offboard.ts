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
import { median, type BenchOptions, type Result } from "./result";
import { sessionCookie, startWebServer, type WebServer } from "./web-server";

const MUST_MS = 1_000;
const INSTANCES = 3;
const SESSIONS = 50;
/** The lightest handler of the console, behind the one gate of every handler: two processors cannot draw fifty pages in a second, and what is measured is how soon they are refused. */
const HANDLER = "/console/notices/preview/frame";

/**
 * From the moment in which somebody is off-boarded until three web processes have refused the first asking of each of their 50 sessions, of the page that follows a wave (what the console has in
 * the place of an event stream: ADR 19) and of their token, answers that they were still reading from two of them are cut, and a wave does not go out on their approval: the worst of a hundred people.
 */
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
      const left: Left[] = [];
      for (let i = 0; i < people; i++) left.push(await leave(database, servers, incident, i));
      const worst = left.reduce((a, b) => (b.took > a.took ? b : a));
      const middle = (of: (each: Left) => number) => Math.round(of(median(left, of)));
      const each = `${SESSIONS} sessions that ask for ${HANDLER}, a page that follows a wave on each, two open answers of a running export, a token on each and a pending approval`;
      const floor = `the same askings once more, refused already: ${Math.round(worst.again)} ms of the worst, median ${middle(({ again }) => again)}`;
      return { name: "offboard", figure: worst.took, unit: "ms, worst", baseline: worst.again, ratio: worst.took / worst.again, must: `≤ ${MUST_MS} ms`, ok: worst.took <= MUST_MS, note: `${people} people, ${INSTANCES} web processes, ${each}; until the last is refused or cut; median ${middle(({ took }) => took)} ms; ${floor}` };
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
  } finally {
    await database.drop();
  }
}

interface Left {
  took: number;
  /** What this machine takes at that moment to refuse so many at once. */
  again: number;
}

async function leave({ parts }: BenchDatabase, servers: readonly WebServer[], { incidentId, versionId }: { incidentId: string; versionId: string }, i: number): Promise<Left> {
  const leaver = await aStaffMember(parts, ["approver", "auditor", "comms"]);
  const security = staffContext(parts, ["security"], (await aStaffMember(parts, ["security"])).id);
  const cookies: string[] = [];
  while (cookies.length < SESSIONS) cookies.push(`${await sessionCookie(await aStaffSession(parts, leaver.id))}; amends-incident=${incidentId}`);
  const token = await aToken(parts, leaver.id);
  const waveId = await anApprovedWave(parts, versionId, leaver.id);
  /** Where a session of theirs asks: by turns, and with another beginning for each person. */
  const of = (n: number) => ({ url: servers[(i + n) % servers.length]?.url ?? "", cookie: cookies[n] ?? "" });
  /** Each session once, and the wave's page and the token everywhere, all at once. */
  const ask = async () => {
    const sessions = cookies.map((_, n) => isLetIn(of(n).url + HANDLER, { cookie: of(n).cookie, origin: of(n).url }, new URLSearchParams({ html: "a" })));
    const following = servers.map((_, n) => isLetIn(`${of(n).url}/console/waves/${waveId}`, { cookie: of(n).cookie }));
    const programs = servers.map(({ url }) => isLetIn(`${url}/api/audit/events?limit=1`, { authorization: `Bearer ${token}` }));
    return Promise.all([...sessions, ...following, ...programs]);
  };
  if ((await ask()).includes(false)) throw new Error("a living session or token was refused");
  const exportId = await aLargeExport(parts, { incidentId, staffId: leaver.id });
  const answers = [0, 1].map((n) => openAnswer(`${of(n).url}/console/exports/${exportId}/file`, of(n).cookie));
  for (const { begun } of answers) if ((await begun) !== 200) throw new Error("an answer did not begin");
  const ends = answers.map(({ over }) => over);
  if ((await Promise.race([...ends, Promise.resolve("open")])) !== "open") throw new Error("an answer was over before its time");
  const began = performance.now();
  await offBoard(security, { staffId: leaver.id, reason: "has left the company today" });
  const [letIn, wave, over] = await Promise.all([ask(), readWave(parts.db, waveId), Promise.all(ends)]);
  const took = performance.now() - began;
  if (letIn.includes(true)) throw new Error("a session or a token outlived its person");
  if (wave.state !== "in-review") throw new Error("an approval outlived its person");
  if (over.includes("whole")) throw new Error("an answer was read to its end");
  const asked = performance.now();
  await ask();
  return { took, again: performance.now() - asked };
}

/** A wave for tomorrow that somebody approved. */
async function anApprovedWave(parts: BenchDatabase["parts"], templateVersionId: string, approverId: string): Promise<string> {
  const author = staffContext(parts, ["comms"]);
  const { id: waveId } = await createWave(author, { templateVersionId, audience: {}, scheduledAt: new Date(Date.now() + 86_400_000).toISOString() });
  const { approvalHash } = await submitWave(author, { waveId });
  await approveWave(staffContext(parts, ["approver"], approverId), { waveId, approvalHash });
  return waveId;
}

/** @throws {Error} where the answer is neither, as one of a fault */
async function isLetIn(url: string, headers: Record<string, string>, posted?: URLSearchParams): Promise<boolean> {
  const answer = await fetch(url, { headers, redirect: "manual", ...(posted && { method: "POST", body: posted }) });
  await answer.text();
  if (answer.status === 200) return true;
  if (answer.status === 401 || answer.headers.get("location")?.includes("/console/sign-in")) return false;
  throw new Error(`${new URL(url).pathname} was answered with ${answer.status}`);
}
