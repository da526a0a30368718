import { and, eq, gt, isNotNull, notExists, or, sql } from "drizzle-orm";
import { claimBenefits } from "@/db/schema/claims";
import { paymentCodes } from "@/db/schema/payments";
import type { Executor } from "../../kernel/transaction";

/** What the vouchers are worth that were granted to some claims and not given yet, in minor units; a claim without any is left out. */
export async function codesOwed(tx: Executor, claimIds: readonly string[]): Promise<Map<string, bigint>> {
  const rows = await tx
    .select({ claimId: claimBenefits.claimId, minor: sql<string>`sum(${claimBenefits.approvedMinor})::text` })
    .from(claimBenefits)
    .where(and(sql`${claimBenefits.claimId} = any(${sql.param([...claimIds])}::uuid[])`, eq(claimBenefits.kind, "vouchers"), codesToGive(tx)))
    .groupBy(claimBenefits.claimId);
  return new Map(rows.map(({ claimId, minor }) => [claimId, BigInt(minor)]));
}

/** Whether a line of a claim is one for which codes were granted that are not given yet, as a condition. */
export function codesToGive(tx: Executor) {
  const given = tx.select({ one: sql`1` }).from(paymentCodes).where(and(eq(paymentCodes.claimId, claimBenefits.claimId), eq(paymentCodes.benefit, claimBenefits.benefit)));
  return and(or(and(eq(claimBenefits.kind, "vouchers"), gt(claimBenefits.approvedMinor, 0n)), and(eq(claimBenefits.kind, "monitoring"), isNotNull(claimBenefits.approvedMinor))), notExists(given));
}
