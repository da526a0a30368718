import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { endDraft, settleReplaced } from "../end-draft";
import { mayEnterPaperClaims } from "../policy";
import { holdEntry } from "./hold-entry";
import { dropEntryInput } from "./input";

/** End an entry from paper that is not to be filed: one's own, nobody's, or as a lead anybody's. What was typed and scanned for it goes at once. Whose own draft gave way to it is told that nothing was filed. Its record can be entered again as long as a postmark is in time. @throws {Forbidden} @throws {Invalid} @throws {NotFound} @throws {Conflict} */
export async function dropEntry(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayEnterPaperClaims);
  const { claimId, reason } = parseInput(dropEntryInput, raw);
  await withTransaction(ctx, async (tx) => {
    const { claim, intake } = await holdEntry(tx, ctx, claimId);
    const papers = await endDraft(tx, ctx, claim, "withdrawn");
    await settleReplaced(tx, ctx, intake, "dropped");
    await recordAudit(tx, ctx, { action: "claim.drop-entry", object: { kind: "claim", id: claim.id }, incidentId: claim.incidentId, reason, details: { of: claim.assignedTo, papers } });
  });
}
