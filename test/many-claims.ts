import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

export interface ManyClaims {
  incidentId: string;
  programmeId: string;
  rows: number;
  /** Number of the first; two sets in one database need numbers apart. */
  first?: number;
  /** Agents who have some of the claims. */
  staffIds: string[];
  /** Index of the contact that files the nth claim; another for each by itself. */
  contact?: { n: number; index: Buffer };
}

/** The reference of the nth claim. */
export function referenceOf(n: number): string {
  const digits = String(n).padStart(8, "0").replaceAll("0", "A").replaceAll("1", "B");
  return `C-${digits.slice(0, 4)}-${digits.slice(4)}`;
}

/** Filed claims of every state, language and benefit, a second apart, without going through the verbs: nothing in them can be opened. */
export async function insertManyClaims(db: Database, { incidentId, programmeId, rows, first = 1, staffIds, contact }: ManyClaims): Promise<void> {
  const states = sql`(array['submitted', 'submitted', 'in-review', 'needs-information', 'approved', 'paid', 'paid', 'paid', 'denied', 'withdrawn', 'appealed', 'in-payment', 'returned', 'denied-final'])[1 + (n * 5) % 14]`;
  const at = sql`timestamptz '2026-01-01T00:00:00Z' + n * interval '1 second' + (n % 1000) * interval '1 microsecond'`;
  const agents = sql`string_to_array(${staffIds.join()}, ',')::uuid[]`;
  await db.transaction(async (tx) => {
    // A claim begins as a draft and goes its way edge by edge; these stand where they stand from the beginning.
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`
    insert into claims (reference, incident_id, programme_id, state, contact_index, claimant_key, subject_id, dataset_version, locale, amount_minor, currency, terms_version, sealed_decision, assigned_to, decided_by, benefits, flags, submitted_at, decided_at, next_due_at)
    select 'C-' || left(r.digits, 4) || '-' || right(r.digits, 4), ${incidentId}::uuid, ${programmeId}::uuid, s.state, case when n = ${contact?.n ?? 0} then ${contact?.index ?? Buffer.alloc(32)} else sha256((${programmeId} || n)::bytea) end, sha256(('key' || n)::bytea), n, 1,
      case when n % 11 = 0 then 'en' else 'ko' end, 1000 + (n * 7919::bigint) % 100000, 'KRW', 1, case when s.state not in ('submitted', 'in-review', 'needs-information', 'withdrawn') then sha256(n::text::bytea) end,
      case when s.state <> 'submitted' or n % 3 = 0 then (${agents})[1 + n % cardinality(${agents})] end, case when s.state not in ('submitted', 'in-review', 'needs-information', 'withdrawn') then (${agents})[1] end,
      1 << (n % 5), case when n % 1000 = 0 then 1 else 0 end, ${at}, case when s.state not in ('submitted', 'in-review', 'needs-information', 'withdrawn') then ${at} end, case when s.state in ('submitted', 'in-review', 'appealed') then ${at} + interval '14 days' + (n % 97) * interval '1 hour' end
    from generate_series(${first}::integer, ${first}::integer + ${rows}::integer - 1) n cross join lateral (select translate(lpad(n::text, 8, '0'), '01', 'AB') as digits) r cross join lateral (select ${states} as state) s`);
  });
}
