import { sql, type SQL } from "drizzle-orm";
import type { RetentionClass } from "@/db/values/retention";
import { findIncidentObstacles } from "../erasure/incident/find-incident-obstacles";
import { requireNoImport } from "../erasure/require-no-import";
import { count, forgetAccounts, forgetClaims, forgetPapers, forgetWords, type Taken } from "../erasure/person/forget-claims";
import { forgetCodes, forgetEnquiries, forgetMails } from "../erasure/person/forget-contacts";
import { forgetRecords } from "../erasure/person/forget-person";
import type { Executor } from "../kernel/transaction";
import { requireSteadyIndex } from "../keys/rotation/steady-index";

/** Rows, claims and people that go in one transaction. */
const ROWS = 2_000;
const CLAIMS = 200;
const PEOPLE = 1_000;

export interface Chunk extends Taken {
  /** Whether more of it may be due. */
  more: boolean;
  /** Where the next one goes on; as it was where the class has no order of its own. */
  cursor?: bigint;
}

interface ClassOfRecord {
  /** From when on the oldest of it that is there counts; null where nothing is there, or where what starts the clock has not come. */
  first(tx: Executor, incidentId: string, cursor: bigint): Promise<Date | null>;
  /** Take away one chunk of what began to count at `before` or earlier, by what also erases a person or an incident. */
  erase(tx: Executor, incidentId: string, before: Date, cursor: bigint): Promise<Chunk>;
}

async function firstOf(tx: Executor, query: SQL): Promise<Date | null> {
  const { rows: [row] } = await tx.execute<{ at: string | null }>(query);
  return row?.at ? new Date(row.at) : null;
}

async function idsOf(tx: Executor, query: SQL): Promise<string[]> {
  return (await tx.execute<{ id: string }>(query)).rows.map(({ id }) => id);
}

const oneOf = (ids: readonly string[]) => sql`id = any(${sql.param(ids)}::uuid[])`;
const by = (before: Date) => sql`${before.toISOString()}::timestamptz`;

/** Nothing of a claim is over while an appeal may come, or while the rest of it is looked at. */
const ENDED = sql`greatest(c.ended_at, (select max(d.appeal_by) from claim_decisions d where d.claim_id = c.id))`;
const OVER = sql`not exists (select from claims r where r.rest_of = c.id and r.ended_at is null)`;
/** So many of the oldest are looked at for when the next is due. */
const OLDEST = 1_000;

/** A class of claims that are over, a chunk of which something takes away. `soonest` is in an index, and never after `at`. */
function ofClaims(from: (incidentId: string) => SQL, { at, soonest }: { at: SQL; soonest: SQL }, forget: (tx: Executor, incidentId: string, which: SQL) => Promise<Taken>): ClassOfRecord {
  return {
    first: (tx, incidentId) => firstOf(tx, sql`select min(at) as at from (select ${at} as at from ${from(incidentId)} and ${OVER} order by ${soonest} limit ${OLDEST}) oldest`),
    async erase(tx, incidentId, before) {
      const ids = await idsOf(tx, sql`select c.id from ${from(incidentId)} and ${soonest} <= ${by(before)} and ${at} <= ${by(before)} and ${OVER} limit ${CLAIMS} for update of c`);
      return ids.length === 0 ? { erased: {}, papers: [], more: false } : { ...(await forget(tx, incidentId, oneOf(ids))), more: ids.length === CLAIMS };
    },
  };
}

/** What was said in some claims; and where one that was never paid would have been paid to, for nothing has that kept. */
async function forgetEnded(tx: Executor, incidentId: string, which: SQL): Promise<Taken> {
  const accounts = await forgetAccounts(tx, incidentId, sql`${which} and not exists (select from payments p where p.claim_id = claims.id)`);
  const words = await forgetWords(tx, incidentId, which);
  return { erased: { ...words.erased, ...accounts.erased }, papers: words.papers };
}

/** A class of rows that are found by their ids and go one by one. */
function ofRows(from: (incidentId: string) => SQL, at: SQL, forget: (tx: Executor, which: SQL) => Promise<Record<string, number>>): ClassOfRecord {
  return {
    first: (tx, incidentId) => firstOf(tx, sql`select min(${at}) as at from ${from(incidentId)}`),
    async erase(tx, incidentId, before) {
      const ids = await idsOf(tx, sql`select id from ${from(incidentId)} and ${at} <= ${by(before)} order by ${at} limit ${ROWS} for update`);
      return ids.length === 0 ? { erased: {}, papers: [], more: false } : { erased: await forget(tx, oneOf(ids)), papers: [], more: ids.length === ROWS };
    },
  };
}

/** Codes, the mails that carried them, and proofs, each by itself: a chunk has some of each. */
const lookups: ClassOfRecord = {
  first: (tx, incidentId) =>
    firstOf(tx, sql`
      select least((select min(created_at) from lookup_codes where incident_id = ${incidentId}), (select min(created_at) from code_mails where incident_id = ${incidentId}), (select min(created_at) from subject_sessions where incident_id = ${incidentId})) as at`),
  async erase(tx, incidentId, before) {
    const due = (table: SQL) => sql`select id from ${table} where incident_id = ${incidentId} and created_at <= ${by(before)} order by created_at limit ${ROWS}`;
    const { codes } = await forgetCodes(tx, sql`id in (${due(sql`lookup_codes`)})`, sql`false`);
    const mails = await count(tx, sql`delete from code_mails where id in (${due(sql`code_mails`)}) and not exists (select from lookup_codes c where c.code_mail_id = code_mails.id)`);
    const proofs = await count(tx, sql`delete from subject_sessions where id in (${due(sql`subject_sessions`)})`);
    return { erased: { codes, proofs }, papers: [], more: codes === ROWS || mails === ROWS || proofs === ROWS };
  },
};

const rejects: ClassOfRecord = {
  first: (tx, incidentId) => firstOf(tx, sql`select min(i.finished_at) as at from imports i where i.incident_id = ${incidentId} and exists (select from import_rejects r where r.import_id = i.id)`),
  async erase(tx, incidentId, before) {
    const cells = await count(tx, sql`
      delete from import_rejects where (import_id, number) in (
        select r.import_id, r.number from imports i join import_rejects r on r.import_id = i.id where i.incident_id = ${incidentId} and i.finished_at <= ${by(before)} limit ${ROWS})`);
    return { erased: { cells }, papers: [], more: cells === ROWS };
  },
};

/** Everybody's records, once the incident is over for the public, in the order of their numbers; at the end what hangs on contacts and references of the incident. Planted records are nobody's. */
const people: ClassOfRecord = {
  first: (tx, incidentId, cursor) =>
    firstOf(tx, sql`
      select i.closed_at as at from incidents i where i.id = ${incidentId} and (
        exists (select from subjects s where s.incident_id = i.id and s.subject_id > ${cursor} and s.sealed is not null)
        or exists (select from guidance_ticks t where t.incident_id = i.id) or exists (select from audience_references r join audience_lists l on l.id = r.list_id where l.incident_id = i.id))`),
  async erase(tx, incidentId, before, cursor): Promise<Chunk> {
    // Who reopens the incident waits for this chunk, or this one sees that it is open.
    await requireNoImport(tx, incidentId);
    await requireSteadyIndex(tx, incidentId);
    const { rows: [incident] } = await tx.execute(sql`select from incidents where id = ${incidentId} and closed_at <= ${by(before)}`);
    if (!incident || (await findIncidentObstacles(tx, incidentId)).length > 0) return { erased: {}, papers: [], more: false, cursor };
    const { rows } = await tx.execute<{ id: string }>(sql`select distinct subject_id as id from subjects where incident_id = ${incidentId} and subject_id > ${cursor} order by subject_id limit ${PEOPLE}`);
    const ids = rows.map(({ id }) => BigInt(id));
    if (ids.length > 0) return { erased: await forgetRecords(tx, incidentId, ids), papers: [], more: true, cursor: ids.at(-1) ?? cursor };
    const steps = await count(tx, sql`delete from guidance_ticks where ctid = any(array(select ctid from guidance_ticks where incident_id = ${incidentId} limit ${ROWS}))`);
    const listed = await count(tx, sql`delete from audience_references where ctid = any(array(select r.ctid from audience_references r join audience_lists l on l.id = r.list_id where l.incident_id = ${incidentId} limit ${ROWS}))`);
    return { erased: { steps, listed }, papers: [], more: steps === ROWS || listed === ROWS, cursor };
  },
};

const CLOSED = sql`(select (v.terms ->> 'closesAt')::timestamptz from programmes p join programme_versions v on v.programme_id = p.id and v.number = p.published_version where p.id = c.programme_id)`;
const ended = { at: ENDED, soonest: sql`c.ended_at` };

/** Each class of record: where it is, from when on it counts, and what takes it away. */
export const classes: Record<RetentionClass, ClassOfRecord> = {
  lookups,
  mails: ofRows((incidentId) => sql`correspondence_mails where incident_id = ${incidentId} and sealed is not null and state not in ('handing-over', 'accepted')`, sql`created_at`, forgetMails),
  rejects,
  enquiries: ofRows((incidentId) => sql`enquiries where incident_id = ${incidentId} and state <> 'open'`, sql`updated_at`, forgetEnquiries),
  drafts: ofClaims((incidentId) => sql`claims c where c.incident_id = ${incidentId} and c.state = 'draft' and c.erased_at is null`, { at: CLOSED, soonest: sql`c.created_at` }, forgetClaims),
  papers: ofClaims((incidentId) => sql`claims c where c.incident_id = ${incidentId} and c.ended_at is not null and c.erased_at is null and exists (select from evidence_files e where e.incident_id = ${incidentId} and e.owner_kind = 'claim' and e.owner_id = c.id)`, ended, forgetPapers),
  claims: ofClaims((incidentId) => sql`claims c where c.incident_id = ${incidentId} and c.ended_at is not null and c.erased_at is null`, ended, forgetEnded),
  // A claim that was paid, or whose money came back and waits for another account, ended when the bank said so.
  accounts: ofClaims((incidentId) => sql`claims c where c.incident_id = ${incidentId} and c.ended_at is not null and c.sealed_payout is not null and c.state in ('paid', 'returned')`, ended, forgetAccounts),
  people,
};
