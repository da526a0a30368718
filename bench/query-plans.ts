import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { EVERY_INCIDENT, openDatabase } from "@/db/client";
import { searchEvents } from "@/domain/audit/queries";
import { getClaim } from "@/domain/claims/queries/get-claim";
import { countClaims, countClaimsByHour, listClaims } from "@/domain/claims/queries/list-claims";
import { searchClaims } from "@/domain/claims/search-claims";
import { listEnquiries } from "@/domain/enquiries/queries";
import type { StaffContext } from "@/domain/kernel/context";
import { Invalid } from "@/domain/kernel/errors";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { proveContact } from "@/domain/lookups/prove-contact";
import { findAskedAddress, findSubjectSession } from "@/domain/lookups/proven-contact";
import { countLookupsByHour } from "@/domain/lookups/queries";
import { requestCode } from "@/domain/lookups/request-code";
import { countDeliveries } from "@/domain/waves/queries/count-deliveries";
import { findPath } from "@/domain/waves/queries/find-path";
import { getOutlook } from "@/domain/waves/queries/get-outlook";
import { listInDoubt } from "@/domain/waves/queries/list-in-doubt";
import { listProviders, listReplies } from "@/domain/waves/queries/list-tallies";
import { listUnreached } from "@/domain/waves/queries/list-unreached";
import { getWaveOverview, listWaves } from "@/domain/waves/queries/list-waves";
import { randomToken } from "@/lib/crypto";
import { aProgramme } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { aPublishedIncident, visitor } from "@/test/lookups";
import { insertManyClaims } from "@/test/many-claims";
import { openBenchDatabase } from "./database";
import type { BenchOptions, Result } from "./result";
import { fillWave } from "./wave-population";

const MUST_MS = 50;
/** Partitions of a wave's people and messages; the empty ones of small waves are read through in no time. */
const WAVE_ROWS = 10_000;
const BIG = ["claims", "audit_events", "enquiries", "code_mails", "lookup_codes", "subject_sessions", "use_counts", "correspondence_mails"];

interface Read {
  name: string;
  run: () => Promise<unknown>;
}

/** The slowest of the reads behind lists, searches and lookups when every table they read is big; none may read a big table from end to end. */
export async function run({ quick }: BenchOptions): Promise<Result> {
  const rows = quick ? 50_000 : 1_000_000;
  const database = await openBenchDatabase();
  // One connection, so that what it did to the tables can be asked of the server afterwards; under the policies that web's statements are under.
  const db = openDatabase(database.url, { max: 1, applicationName: "amends-bench", role: "amends_web", sees: EVERY_INCIDENT });
  try {
    const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,somebody@example.com,names;access-codes");
    const { id: programmeId } = await aProgramme(database.parts, incident);
    const staffId = randomUUID();
    await fill(database.parts, { rows, incidentId: incident.id, programmeId, staffId });
    const waveId = await fillWave(database.parts, incident.id, rows);
    const staff = staffContext({ ...database.parts, db }, ["support", "auditor", "admin"], staffId);
    let slowest = { name: "", ms: 0 };
    const scanned: string[] = [];
    for (const read of [...(await reads({ ...database.parts, db }, staff, incident)), ...(await waveReads(staff, incident.id, waveId))]) {
      await read.run();
      await db.execute(sql`select pg_stat_force_next_flush()`);
      await db.execute(sql`select pg_stat_reset()`);
      const began = performance.now();
      await read.run();
      const ms = performance.now() - began;
      if (ms > slowest.ms) slowest = { name: read.name, ms };
      await db.execute(sql`select pg_stat_force_next_flush()`);
      const { rows: found } = await database.db.execute<{ relname: string }>(sql`select relname from pg_stat_user_tables where (relname = any(string_to_array(${BIG.join(",")}, ',')) and seq_scan > 0) or (relname ~ '^(deliveries|wave_recipients)_' and seq_tup_read > ${WAVE_ROWS})`);
      for (const { relname } of found) scanned.push(`${read.name} reads all of ${relname}`);
    }
    return {
      name: "query-plans",
      figure: slowest.ms,
      unit: "ms",
      baseline: null,
      ratio: null,
      must: `≤ ${MUST_MS} ms, no whole table read`,
      ok: slowest.ms <= MUST_MS && scanned.length === 0,
      note: `${rows.toLocaleString("en")} rows in each of ${BIG.length} tables, and as many people in a wave; slowest: ${slowest.name}${scanned.map((line) => `; ${line}`).join("")}`,
    };
  } finally {
    await db.$client.end();
    await database.drop();
  }
}

async function reads(parts: ProcessParts, staff: StaffContext, incident: Awaited<ReturnType<typeof aPublishedIncident>>): Promise<Read[]> {
  const middle = Buffer.from(`2026-01-06 12:00:00+00|${randomUUID()}`).toString("base64url");
  const { claims: [claim] } = await listClaims(staff, incident.id, { state: "submitted" });
  const since = new Date("2026-01-01T00:00:00Z");
  const browser = randomToken();
  const [event] = (await searchEvents(staff, {})).events;
  return [
    { name: "claims", run: () => listClaims(staff, incident.id, {}) },
    ...[{ state: "submitted" }, { state: "denied", locale: "en" as const }, { benefit: "vouchers" }, { assigned: "me" }, { assigned: "me", state: "paid" }, { sort: "amount" as const, over: "60000" }, { after: middle }, { before: middle }].map((filter) => ({
      name: `claims by ${Object.keys(filter).join(" and ")}`,
      run: () => listClaims(staff, incident.id, filter),
    })),
    { name: "claim by reference", run: () => searchClaims(staff, incident.id, { query: "C-2345-6789" }) },
    { name: "claims by address", run: () => searchClaims(staff, incident.id, { query: "somebody@example.com" }) },
    { name: "one claim", run: () => getClaim(staff, claim?.id ?? "") },
    { name: "claims by state", run: () => countClaims(staff, incident.id) },
    { name: "claims by hour", run: () => countClaimsByHour(staff, incident.id, since) },
    { name: "lookups by hour", run: () => countLookupsByHour(staff, incident.id, since) },
    { name: "audit", run: () => searchEvents(staff, {}) },
    ...[{ action: "staff.add" }, { kind: "staff" }, { actor: randomUUID() }, { object: randomUUID() }, { kind: "claim", object: event?.objectId ?? "" }, { before: event?.id ?? "" }, { kind: "claim", action: "claim.reveal" }, { request: "nobody" }, { from: since, until: new Date() }].map((filter) => ({
      name: `audit by ${Object.keys(filter).join(" and ")}`,
      run: () => searchEvents(staff, filter),
    })),
    { name: "enquiries", run: () => listEnquiries(staff, incident.id, {}) },
    { name: "enquiries by state", run: () => listEnquiries(staff, incident.id, { state: "open" }) },
    { name: "enquiries by place", run: () => listEnquiries(staff, incident.id, { after: middle }) },
    { name: "a code asked for", run: () => requestCode(visitor(parts), incident, { contact: "somebody@example.com" }, { browser, network: "192.0.2.0/24" }) },
    { name: "a code tried", run: () => proveContact(visitor(parts), incident.id, { code: "0000 0000" }, browser).catch(refused) },
    { name: "the address asked for", run: () => findAskedAddress(visitor(parts), incident.id, browser) },
    { name: "a proof looked up", run: () => findSubjectSession(parts.db, incident.id, browser) },
  ];
}

/** What the pages of a wave read, every two seconds while it moves; the list of unreached people and the way of one only when asked. */
async function waveReads(staff: StaffContext, incidentId: string, waveId: string): Promise<Read[]> {
  const wave = await getWaveOverview(staff, waveId);
  return [
    { name: "waves", run: () => listWaves(staff, incidentId) },
    { name: "messages of an incident", run: () => countDeliveries(staff, incidentId) },
    { name: "one wave", run: () => getWaveOverview(staff, waveId) },
    { name: "a wave's outlook", run: () => getOutlook(staff, wave, { noticeDue: new Date(), timeZone: "Asia/Seoul" }) },
    { name: "what is in doubt", run: () => listInDoubt(staff, waveId) },
    { name: "providers", run: () => listProviders(staff, waveId) },
    { name: "replies", run: () => listReplies(staff, waveId) },
    { name: "people reached by no channel", run: () => listUnreached(staff, waveId) },
    { name: "the way of one person", run: () => findPath(staff, { waveId, subjectId: "77700" }) },
  ];
}

/** A wrong code is what is tried; anything else is an error of the bench. */
function refused(error: unknown): void {
  if (!(error instanceof Invalid)) throw error;
}

interface Fill {
  rows: number;
  incidentId: string;
  programmeId: string;
  staffId: string;
}

async function fill({ db }: ProcessParts, { rows, incidentId, programmeId, staffId }: Fill): Promise<void> {
  const series = sql`generate_series(1, ${rows}) n`;
  const at = sql`timestamptz '2026-01-01T00:00:00Z' + n * interval '1 second'`;
  await insertManyClaims(db, { incidentId, programmeId, rows, staffIds: [staffId, ...Array.from({ length: 19 }, () => randomUUID())] });
  await db.execute(sql`
    insert into audit_events (actor_kind, actor_id, action, object_kind, object_id, incident_id, request_id)
    select 'staff', gen_random_uuid(), case when n % 2 = 0 then 'claim.reveal' else 'claim.search' end, 'claim', gen_random_uuid(), ${incidentId}::uuid, 'r' from ${series}`);
  await db.execute(sql`
    insert into enquiries (reference, incident_id, state, contact_index, locale, sealed, created_at)
    select 'E-' || n, ${incidentId}::uuid, case when n % 10000 = 0 then 'open' else 'closed' end, sha256(n::text::bytea), 'ko', sha256(n::text::bytea), ${at} from ${series}`);
  await db.execute(sql`insert into code_mails (incident_id, address_index, send_at) select ${incidentId}::uuid, sha256(n::text::bytea), ${at} from ${series}`);
  await db.execute(sql`
    insert into lookup_codes (incident_id, code_mail_id, browser_hash, contact_kind, contact_index, sealed_contact, expires_at)
    select incident_id, id, address_index, 'email', address_index, address_index, send_at from code_mails`);
  await db.execute(sql`
    insert into subject_sessions (id, incident_id, contact_kind, contact_index, sealed_contact, expires_at)
    select sha256(n::text::bytea), ${incidentId}::uuid, 'email', sha256(n::text::bytea), sha256(n::text::bytea), ${at} from ${series}`);
  await db.execute(sql`insert into use_counts (budget, began, uses) select sha256(n::text::bytea), ${at}, 1 from ${series}`);
  await db.execute(sql`insert into correspondence_mails (purpose, state, created_at) select 'lookup-code', 'accepted', ${at} from ${series}`);
  await db.execute(sql`analyze`);
}
