import { sql, type SQL } from "drizzle-orm";
import type { Executor } from "../../kernel/transaction";
import type { PaperObjects } from "../types";

/** Something in the place of a keyed value: 32 bytes that nothing leads to. */
export const NOTHING = sql`sha256(convert_to(gen_random_uuid()::text, 'utf8'))`;

export async function count(tx: Executor, statement: SQL): Promise<number> {
  return (await tx.execute(statement)).rowCount ?? 0;
}

/** What was taken away, as counts by kind, and the papers whose bytes are to go as well. */
export interface Taken {
  erased: Record<string, number>;
  papers: PaperObjects[];
}

const claimsOf = (incidentId: string, which: SQL) => sql`(select id from claims where incident_id = ${incidentId} and ${which})`;

/**
 * Take what is personal out of some claims, all of one person or some of an incident. What money rests on stays: the claim with its number, states, times and amounts, its lines, its entries in the ledger, its payments and the codes that were given to it.
 */
export async function forgetClaims(tx: Executor, incidentId: string, which: SQL): Promise<Taken> {
  const { erased: accounts } = await forgetAccounts(tx, incidentId, which);
  const { erased, papers } = await forgetWords(tx, incidentId, which);
  return { erased: { ...erased, ...accounts }, papers };
}

/** Take away the papers of some claims. */
export async function forgetPapers(tx: Executor, incidentId: string, which: SQL): Promise<Taken> {
  const { rows } = await tx.execute<{ id: string; objects: string[] }>(sql`
    delete from evidence_files where incident_id = ${incidentId} and owner_kind = 'claim' and owner_id in ${claimsOf(incidentId, which)}
    returning id, pieces || case when clean_object is null then '{}'::text[] else array[clean_object] end as objects`);
  return { erased: { papers: rows.length }, papers: rows.map(({ id, objects }) => ({ incidentId, id, objects })) };
}

/** Take away where some claims were paid to. */
export async function forgetAccounts(tx: Executor, incidentId: string, which: SQL): Promise<Taken> {
  const accounts = await count(tx, sql`
    update payments set sealed_account = null, bank_reason = null where claim_id in ${claimsOf(incidentId, which)} and state not in ('draft', 'released') and (sealed_account is not null or bank_reason is not null)`);
  return { erased: { accounts, payouts: await count(tx, sql`update claims set sealed_payout = null where incident_id = ${incidentId} and ${which} and sealed_payout is not null`) }, papers: [] };
}

/** Take away what was said in some claims, with their papers, and what leads to who filed them; where they were paid to stays. Words go, whoever wrote them: agents quote. */
export async function forgetWords(tx: Executor, incidentId: string, which: SQL): Promise<Taken> {
  const mine = claimsOf(incidentId, which);
  const of = (table: SQL) => count(tx, sql`delete from ${table} where claim_id in ${mine}`);
  const { erased, papers } = await forgetPapers(tx, incidentId, which);
  await of(sql`claim_mentions`);
  return {
    papers,
    erased: {
      ...erased,
      notes: await of(sql`claim_notes`),
      messages: await of(sql`claim_messages`),
      requests: await of(sql`claim_requests`),
      decisions: await of(sql`claim_decisions`),
      traces: (await of(sql`claim_traces`)) + (await of(sql`claim_explanations`)) + (await of(sql`claim_risks`)) + (await of(sql`claim_bursts`)),
      letters: (await of(sql`claim_letters`)) + (await of(sql`claim_intakes`)),
      // Where a programme is per account the claimant's key is the record's number, 8 bytes, and stays: the account has had its share.
      claims: await count(tx, sql`
        update claims set sealed_answers = null, sealed_decision = null, contact_index = ${NOTHING}, claimant_key = case when length(claimant_key) = 32 then ${NOTHING} else claimant_key end, erased_at = clock_timestamp()
        where incident_id = ${incidentId} and ${which} and erased_at is null`),
    },
  };
}
