import { and, eq } from "drizzle-orm";
import { claimDecisions } from "@/db/schema/claims";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { decideClaimInput } from "../input";
import { mayApproveClaims, mayDecideClaims } from "../policy";
import { markRead } from "../messages/read-messages";
import { getClaimForUpdate, toClaim } from "../queries/read-claim";
import { hasTyped } from "../queries/read-intake";
import { takesTwo, whyNotDecidable, whyNotSeen } from "../rules";
import { setFlag } from "../set-flag";
import { readAsked } from "./read-asked";
import { getOpenDecision, openSheet } from "./read-decision";
import { judgesOldAccount, reckonSheet } from "./rules";
import { settleDecision } from "./settle-decision";

/**
 * Decide a claim by the sheet that was saved: what it grants is reckoned, never typed. Over the amount that the terms name it is proposed instead, and a second person makes it; so is what grants a
 * claim to whoever typed it from paper. `edit` is the save that was
 * read, and the account that it judges has to be the one that stands. What has come from the claimant since the page was made is not passed over: `seen` says what was there. Only the agent of the claim decides, and an appeal is for somebody who had no part in the first decision. @throws {Forbidden} @throws {StaleProof} where it grants the claim @throws {Conflict}
 */
export async function decideClaim(ctx: Context, raw: unknown): Promise<{ claimId: string; proposed: boolean }> {
  authorise(ctx, mayDecideClaims);
  const actor = requireStaffActor(ctx);
  const { claimId, edit, seen } = parseInput(decideClaimInput, raw);
  const asked = await readAsked(ctx, claimId);
  return withTransaction(ctx, async (tx) => {
    const row = await getClaimForUpdate(tx, claimId);
    const refusal = whyNotDecidable(toClaim(row), actor.staffId) ?? whyNotSeen(row, seen);
    if (refusal) throw refusal;
    const open = await getOpenDecision(tx, claimId, "draft", edit);
    const sheet = await openSheet(ctx, open);
    if (judgesOldAccount(row, { ...open, sheet })) throw new Conflict("account-not-judged");
    const reckoned = reckonSheet(asked, sheet);
    if (reckoned.missing.length > 0) throw new Conflict("sheet-incomplete");
    const togetherMinor = [...asked.granted.values()].reduce((sum, minor) => sum + minor, reckoned.totalMinor);
    const needsSecond = reckoned.outcome === "approved" && (takesTwo(asked.terms, togetherMinor) || (await hasTyped(tx, claimId, actor.staffId)));
    if (!needsSecond) {
      if (reckoned.outcome === "approved") authorise(ctx, mayApproveClaims);
      await settleDecision(tx, ctx, { staffId: actor.staffId, asked, row, open, sheet, reckoned, proposedBy: actor.staffId });
      return { claimId, proposed: false };
    }
    await tx
      .update(claimDecisions)
      .set({ state: "proposed", outcome: reckoned.outcome, amountMinor: reckoned.totalMinor, needsSecond, proposedBy: actor.staffId, proposedAt: ctx.clock.now() })
      .where(and(eq(claimDecisions.claimId, claimId), eq(claimDecisions.number, open.number)));
    await setFlag(tx, claimId, "second-person", true);
    await markRead(tx, claimId, "staff");
    await recordAudit(tx, ctx, { action: "claim.propose", object: { kind: "claim", id: claimId }, incidentId: row.incidentId, details: { amountMinor: reckoned.totalMinor.toString(), currency: row.currency, decision: open.number } });
    return { claimId, proposed: true };
  });
}
