import { sql, type SQL } from "drizzle-orm";
import type { Executor } from "../../kernel/transaction";
import type { PaperObjects } from "../types";

/** Something in the place of a keyed value: 32 bytes that nothing leads to. */
export const NOTHING = sql`sha256(convert_to(gen_random_uuid()::text, 'utf8'))`;

export async function count(tx: Executor, statement: SQL): Promise<number> {
  return (await tx.execute(statement)).rowCount ?? 0;
}

/**
 * Take what is personal out of some claims, all of one person or some of an incident. What money rests on stays: the claim with its number, states, times and amounts, its lines, its entries in the ledger, its payments and the codes that were given to it.
 * Words go, whoever wrote them: agents quote.
 */
export async function forgetClaims(tx: Executor, incidentId: string, which: SQL): Promise<{ erased: Record<string, number>; papers: PaperObjects[] }> {
  const mine = sql`(select id from claims where incident_id = ${incidentId} and ${which})`;
  const of = (table: SQL) => count(tx, sql`delete from ${table} where claim_id in ${mine}`);
  const { rows } = await tx.execute<{ id: string; objects: string[] }>(sql`
    delete from evidence_files where incident_id = ${incidentId} and owner_kind = 'claim' and owner_id in ${mine}
    returning id, pieces || case when clean_object is null then '{}'::text[] else array[clean_object] end as objects`);
  await of(sql`claim_mentions`);
  const erased = {
    papers: rows.length,
    notes: await of(sql`claim_notes`),
    messages: await of(sql`claim_messages`),
    requests: await of(sql`claim_requests`),
    decisions: await of(sql`claim_decisions`),
    traces: (await of(sql`claim_traces`)) + (await of(sql`claim_explanations`)) + (await of(sql`claim_risks`)) + (await of(sql`claim_bursts`)),
    letters: (await of(sql`claim_letters`)) + (await of(sql`claim_intakes`)),
    accounts: await count(tx, sql`update payments set sealed_account = null, bank_reason = null where claim_id in ${mine} and state not in ('draft', 'released') and (sealed_account is not null or bank_reason is not null)`),
    // Where a programme is per account the claimant's key is the record's number, 8 bytes, and stays: the account has had its share.
    claims: await count(tx, sql`
      update claims set sealed_answers = null, sealed_decision = null, sealed_payout = null, contact_index = ${NOTHING}, claimant_key = case when length(claimant_key) = 32 then ${NOTHING} else claimant_key end, erased_at = clock_timestamp()
      where incident_id = ${incidentId} and ${which} and erased_at is null`),
  };
  return { erased, papers: rows.map(({ id, objects }) => ({ incidentId, id, objects })) };
}
