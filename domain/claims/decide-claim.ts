import { eq, sql } from "drizzle-orm";
import { claimBenefits } from "@/db/schema/claims";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { sealJson } from "../keys/sealed";
import { checkEligibilityNow, whyNotEligibleNow } from "./check-eligibility-now";
import { decideClaimInput } from "./input";
import { queueClaimMail } from "./mails";
import { moveClaim } from "./move-claim";
import { mayDecideClaims } from "./policy";
import { decisionPlace, getClaimForUpdate, listClaimBenefits, openAnswers, toClaim } from "./queries/read-claim";
import { whyNotDecidable } from "./rules";
import type { Claim, ClaimDecision } from "./types";

/**
 * Approve or deny a claim in review, with a reason that is mailed to the person in the language they filed in. Only the agent who took it decides;
 * state, letter and audit event commit together. @throws {Forbidden} @throws {Conflict} @throws {Invalid}
 */
export async function decideClaim(ctx: Context, raw: unknown): Promise<Claim> {
  authorise(ctx, mayDecideClaims);
  const actor = requireStaffActor(ctx);
  const { claimId, outcome, reason } = parseInput(decideClaimInput, raw);
  return withTransaction(ctx, async (tx) => {
    const row = await getClaimForUpdate(tx, claimId);
    const claim = toClaim(row);
    const refusal = whyNotDecidable(claim, actor.staffId);
    if (refusal) throw refusal;
    if (outcome === "approved") {
      const lost = whyNotEligibleNow(await checkEligibilityNow(ctx, claim, tx), (await listClaimBenefits(tx, claim.id)).map(({ benefit }) => benefit));
      if (lost) throw lost;
    }
    const decision: ClaimDecision = { outcome, reason, locale: claim.locale };
    const approved = outcome === "approved" ? { approvedMinor: claim.amountMinor, approvedPayoutVersion: claim.payoutVersion } : {};
    if (outcome === "approved") await tx.update(claimBenefits).set({ approvedMinor: sql`${claimBenefits.allowedMinor}` }).where(eq(claimBenefits.claimId, claim.id));
    const decided = await moveClaim(tx, ctx, claim, outcome, {
      ...approved,
      decidedBy: actor.staffId,
      decidedAt: ctx.clock.now(),
      sealedDecision: await sealJson(ctx.keys, decisionPlace(row), decision),
    });
    await queueClaimMail(tx, ctx, decided, await openAnswers(ctx, row), { kind: outcome, reason });
    await recordAudit(tx, ctx, {
      action: outcome === "approved" ? "claim.approve" : "claim.deny",
      object: { kind: "claim", id: claim.id },
      incidentId: claim.incidentId,
      details: { amountMinor: claim.amountMinor.toString(), currency: claim.currency },
    });
    return decided;
  });
}
