import { inArray, sql } from "drizzle-orm";
import { claimBursts, claimExplanations, claimRisks, claimTraces } from "@/db/schema/claim-risk";
import { flagBit } from "@/db/values/claim-facets";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { appealMayCome } from "../rest/queries";
import { mayWeighClaims } from "./policy";

const CHUNK = 1_000;

/**
 * Remove every trace of programmes that are settled: closed, none of their claims on its way, and the time for appeals over. What was found goes with them, for it says the same. In pieces, so that nothing is
 * held up; what a killed job left is found the next night. @returns how many claims lost their traces @throws {Forbidden}
 */
export async function forgetTraces(ctx: Context): Promise<number> {
  authorise(ctx, mayWeighClaims);
  const { rows: settled } = await ctx.db.execute<{ id: string; incident_id: string }>(sql`
    select p.id, p.incident_id from programmes p join programme_versions v on v.programme_id = p.id and v.number = p.published_version
    where (v.terms ->> 'closesAt')::timestamptz < ${ctx.clock.now().toISOString()}::timestamptz
      and exists (select from claim_traces t where t.incident_id = p.incident_id and t.programme_id = p.id)
      and not exists (
        select from claims c where c.incident_id = p.incident_id and c.programme_id = p.id and (
          c.state in ('submitted', 'in-review', 'needs-information', 'appealed', 'in-payment', 'returned')
          or c.state = 'approved' and (c.flags & ${flagBit("nothing-left")}::integer) = 0
          or c.state = 'denied' and c.decided_at + make_interval(days => (v.terms ->> 'appealDays')::int) > ${ctx.clock.now().toISOString()}::timestamptz))
      and not ${appealMayCome(sql`p.incident_id`, sql`p.id`, ctx.clock.now())}`);
  let forgotten = 0;
  for (const programme of settled) {
    for (;;) {
      const claimIds = await forgetSome(ctx, programme);
      forgotten += claimIds;
      if (claimIds === 0) break;
    }
  }
  return forgotten;
}

function forgetSome(ctx: Context, programme: { id: string; incident_id: string }): Promise<number> {
  return withTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<{ id: string }>(sql`select distinct claim_id as id from (select claim_id from claim_traces where incident_id = ${programme.incident_id} and programme_id = ${programme.id} limit ${CHUNK}) few`);
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return 0;
    for (const table of [claimTraces, claimBursts, claimExplanations, claimRisks]) await tx.delete(table).where(inArray(table.claimId, ids));
    await tx.execute(sql`update claims set flags = flags & ~${flagBit("risk")}::integer where (flags & ${flagBit("risk")}) <> 0 and id in (${sql.join(ids.map((id) => sql`${id}::uuid`), sql`, `)})`);
    await recordAudit(tx, ctx, { action: "claim-risk.forget", object: { kind: "programme", id: programme.id }, incidentId: programme.incident_id, details: { claims: ids.length } });
    return ids.length;
  });
}
