import { noticeCanary } from "../exposure/canaries/notice-canary";
import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { recordLook } from "../reveals/record-look";
import { runLook } from "../reveals/run-look";
import { revealClaimInput } from "./input";
import { mayRevealClaims } from "./policy";
import { getClaimForUpdate, openAnswers, openPayout } from "./queries/read-claim";
import type { ClaimAnswers, PayoutAccount } from "./types";

/** Show a claim's contact and payout in the clear, once, against a purpose and a reason; the look is audited and taken off the budget of the day in the same transaction. @throws {Forbidden} @throws {Invalid} @throws {Conflict} reveals-spent */
export async function revealClaim(ctx: Context, raw: unknown): Promise<{ answers: ClaimAnswers | null; payout: PayoutAccount | null }> {
  authorise(ctx, mayRevealClaims);
  const { claimId, purpose, reason } = parseInput(revealClaimInput, raw);
  return runLook(ctx, async (tx) => {
    const row = await getClaimForUpdate(tx, claimId);
    await recordLook(tx, ctx, {
      action: "claim.reveal",
      object: { kind: "claim", id: row.id },
      incidentId: row.incidentId,
      purpose,
      reason,
      details: { fields: ["contact", "payout"] },
      subjects: [row.subjectId],
      rule: mayRevealClaims,
      costs: 1,
    });
    await noticeCanary(tx, ctx, { incidentId: row.incidentId, subjectId: row.subjectId, kind: "revealed" });
    return { answers: await openAnswers(ctx, row), payout: await openPayout(ctx, row) };
  });
}
