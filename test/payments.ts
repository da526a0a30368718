import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { claimBenefits, claims } from "@/db/schema/claims";
import { chooseBenefits } from "@/domain/claims/answers/choose-benefits";
import { saveAccount } from "@/domain/claims/answers/save-account";
import { fileClaim } from "@/domain/claims/file-claim";
import { toClaim } from "@/domain/claims/queries/read-claim";
import type { Claim } from "@/domain/claims/types";
import type { SubjectContext } from "@/domain/kernel/context";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { withTransaction } from "@/domain/kernel/transaction";
import type { Programme } from "@/domain/programmes/types";
import { aDraftClaim, moveQuietly } from "./claims";
import { staffContext } from "./contexts";

/** The account from which tests pay. */
export const ourAccount = { kind: "kr-account", bank: "088", account: "140012345678", holder: "하늘몰 주식회사" };

const theirAccount = { kind: "kr-account", bank: "090", account: "3333012345678", holder: "김민지" };

/** A claim in review: filed for some benefits, with an account where money is among them. */
export async function aClaimInReview(parts: ProcessParts, subject: SubjectContext, programme: Programme, benefits: string | string[] = "cash", account: Record<string, string> = theirAccount): Promise<Claim> {
  const claimId = await aDraftClaim(subject, programme);
  const { next } = await chooseBenefits(subject, { claimId, benefits });
  if (next === "account") await saveAccount(subject, { claimId, ...account });
  const filed = await fileClaim(subject, { claimId, termsVersion: programme.termsVersion, accept: "1" });
  return withTransaction(parts, (tx) => moveQuietly(tx, staffContext(parts, ["support"]), filed, "in-review"));
}

/** Approve a claim for what it asks for, by somebody. */
export async function approve(parts: ProcessParts, claimId: string, decidedBy: string = randomUUID()): Promise<Claim> {
  return withTransaction(parts, async (tx) => {
    const [row] = await tx.select().from(claims).where(eq(claims.id, claimId));
    if (!row) throw new Error("no claim");
    await tx.update(claimBenefits).set({ approvedMinor: sql`${claimBenefits.allowedMinor}` }).where(eq(claimBenefits.claimId, claimId));
    return moveQuietly(tx, staffContext(parts, ["support"]), toClaim(row), "approved", { approvedMinor: row.amountMinor, approvedPayoutVersion: row.payoutVersion, decidedBy, decidedAt: new Date(), sealedDecision: Buffer.from("decided in a test") });
  });
}

export async function anApprovedClaim(parts: ProcessParts, subject: SubjectContext, programme: Programme, benefits?: string | string[], account?: Record<string, string>): Promise<Claim> {
  return approve(parts, (await aClaimInReview(parts, subject, programme, benefits, account)).id);
}
