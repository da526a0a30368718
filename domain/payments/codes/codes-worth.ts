import { and, eq, ne, sql } from "drizzle-orm";
import { claimBenefits } from "@/db/schema/claims";
import type { Executor } from "../../kernel/transaction";

/** What the vouchers that were granted to some claims are worth, in minor units; a claim without any is left out. */
export async function codesWorth(tx: Executor, claimIds: readonly string[]): Promise<Map<string, bigint>> {
  if (claimIds.length === 0) return new Map();
  const rows = await tx
    .select({ claimId: claimBenefits.claimId, minor: sql<string>`sum(${claimBenefits.approvedMinor})::text` })
    .from(claimBenefits)
    .where(and(sql`${claimBenefits.claimId} = any(${sql.param([...claimIds])}::uuid[])`, eq(claimBenefits.kind, "vouchers"), ne(claimBenefits.approvedMinor, 0n)))
    .groupBy(claimBenefits.claimId);
  return new Map(rows.map(({ claimId, minor }) => [claimId, BigInt(minor)]));
}
