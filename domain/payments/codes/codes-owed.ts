import { and, eq, isNotNull, notExists, sql } from "drizzle-orm";
import { claimBenefits } from "@/db/schema/claims";
import { paymentCodes } from "@/db/schema/payments";
import type { Executor } from "../../kernel/transaction";

/** What the vouchers are worth that were granted to some claims and not given yet, in minor units; a claim without any is left out. */
export async function codesOwed(tx: Executor, claimIds: readonly string[]): Promise<Map<string, bigint>> {
  const given = tx.select({ one: sql`1` }).from(paymentCodes).where(and(eq(paymentCodes.claimId, claimBenefits.claimId), eq(paymentCodes.benefit, claimBenefits.benefit)));
  const rows = await tx
    .select({ claimId: claimBenefits.claimId, minor: sql<string>`sum(${claimBenefits.approvedMinor})::text` })
    .from(claimBenefits)
    .where(and(sql`${claimBenefits.claimId} = any(${sql.param([...claimIds])}::uuid[])`, eq(claimBenefits.kind, "vouchers"), isNotNull(claimBenefits.approvedMinor), notExists(given)))
    .groupBy(claimBenefits.claimId);
  return new Map(rows.map(({ claimId, minor }) => [claimId, BigInt(minor)]));
}
