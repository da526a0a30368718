import { EVERY_INCIDENT } from "@/db/client";
import { mintContext } from "@/domain/kernel/mint-context";
import { aProgramme } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { aStaffMember, aStaffSession } from "@/test/staff";
import { openBenchDatabase, type BenchDatabase } from "./database";
import { consoleReads, portalReads, waveReads, workerReads, type Read } from "./plan-reads";
import { fillTables, SLOWER } from "./plan-rows";
import type { BenchOptions, Result } from "./result";
import { bigTables, openWatched, tellPlans, type WatchedDatabase } from "./watched-plans";
import { fillWave } from "./wave-population";

const MUST_MS = 50;
/** What has fewer rows, such as what a wave says of itself each minute, is small whatever the bench is asked for. */
const SMALL = 20_000;
const CONTACT = "somebody@example.com";

/**
 * The slowest of what pages of the portal and the console ask the database when every table they read is big, and beside it the slowest turn of the worker, each in the role and under the row-level security that it has in service. The plans are those that
 * the server really ran: none may read a big table from end to end, or let a filter throw away more than 1,000 rows.
 */
export async function run({ quick }: BenchOptions): Promise<Result> {
  const rows = quick ? 50_000 : 1_000_000;
  const database = await openBenchDatabase({ reads: true });
  try {
    const { parts } = database;
    const incident = await aPublishedIncident(parts, `ref,email,confirmed\na,${CONTACT},names;access-codes`);
    const programme = await aProgramme(parts, incident);
    const person = await aSubject(parts, incident, CONTACT);
    const members = await Promise.all(Array.from({ length: 200 }, () => aStaffMember(parts, ["support"])));
    const staffIds = members.map(({ id }) => id);
    const token = await aStaffSession(parts, staffIds[0] ?? "");
    await fillTables(parts, { rows, incidentId: incident.id, programmeId: programme.id, staffIds });
    await database.db.$client.query("create role analyst login in role amends_read");
    const waveId = await fillWave(parts, incident.id, rows);
    const watched = await openRoles(database, Math.max(SMALL, rows / (2 * SLOWER)));
    const [web, worker, ledger] = watched;
    const staff = staffContext({ ...parts, db: web.db }, ["support", "auditor", "admin", "security"], staffIds[0]);
    const pages = [
      ...(await consoleReads(staff, { incident, token })),
      ...(await waveReads(staff, incident.id, waveId)),
      ...portalReads({ stranger: mintContext({ ...parts, db: web.db }, { kind: "visitor" } as const, { sees: incident.id }), person: mintContext({ ...parts, db: web.db }, person.actor) }, { incident, programme }),
    ];
    const turns = workerReads(mintContext({ ...parts, db: worker.db }, { kind: "system", job: "bench" } as const), ledger.db, { incidentId: incident.id, waveId });
    const [{ slowest, faults }, ofWorker] = [await measure(pages, watched), await measure(turns, watched)];
    faults.push(...ofWorker.faults);
    for (const { db } of watched) await db.$client.end();
    return {
      name: "query-plans",
      figure: slowest.ms,
      unit: "ms",
      baseline: null,
      ratio: null,
      must: `≤ ${MUST_MS} ms, no whole table read, no filter that drops > 1,000 rows`,
      ok: slowest.ms <= MUST_MS && faults.length === 0,
      note: `${pages.length} questions of pages by amends_web and ${turns.length} turns of amends_worker under forced row-level security, ${rows.toLocaleString("en")} rows in each table that grows with people and claims, a tenth in others, and as many people in a wave; slowest: ${slowest.name}; slowest turn: ${ofWorker.slowest.name}, ${ofWorker.slowest.ms.toFixed(0)} ms${faults.map((line) => `; ${line}`).join("")}`,
    };
  } finally {
    await database.drop();
  }
}

/** Connections of web and worker, and those over which a wave is sent, which plan once. */
async function openRoles({ url, db }: BenchDatabase, least: number): Promise<[WatchedDatabase, WatchedDatabase, WatchedDatabase]> {
  await tellPlans(url);
  const big = await bigTables(db.$client, least);
  return [
    openWatched(url, { role: "amends_web" }, big),
    openWatched(url, { role: "amends_worker", sees: EVERY_INCIDENT }, big),
    openWatched(url, { role: "amends_worker", sees: EVERY_INCIDENT, planOnce: true }, big),
  ];
}

/** Ask each once for the caches, and once more for the clock. */
async function measure(reads: readonly Read[], watched: readonly WatchedDatabase[]): Promise<{ slowest: { name: string; ms: number }; faults: string[] }> {
  let slowest = { name: "", ms: 0 };
  const faults: string[] = [];
  for (const { name, run: ask } of reads) {
    await ask();
    for (const one of watched) one.takeFaults();
    const began = performance.now();
    await ask();
    const ms = performance.now() - began;
    if (ms > slowest.ms) slowest = { name, ms };
    const found = watched.flatMap((one) => one.takeFaults());
    console.error(`  ${name.padEnd(40)} ${ms.toFixed(1).padStart(8)} ms ${found.join("; ")}`);
    for (const fault of found) faults.push(`${name} ${fault}`);
  }
  return { slowest, faults };
}
