import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { endDraft } from "./end-draft";
import { claimIdInput } from "./input";
import { getOwnClaimForUpdate } from "./own-claim";
import { whyNotEditable } from "./rules";

/** Throw one's own draft away, with all that was typed and handed in for it; one that is gone already stays gone. Another can be begun at once. @throws {SignedOut} @throws {NotFound} @throws {Conflict} once it is filed */
export async function dropDraft(ctx: Context, raw: unknown): Promise<void> {
  const { claimId } = parseInput(claimIdInput, raw);
  await withTransaction(ctx, async (tx) => {
    const row = await getOwnClaimForUpdate(tx, ctx, claimId);
    if (row.state === "withdrawn") return;
    const refusal = whyNotEditable(row.state);
    if (refusal) throw refusal;
    const papers = await endDraft(tx, ctx, row, "withdrawn");
    await recordAudit(tx, ctx, { action: "claim.drop-draft", object: { kind: "claim", id: row.id }, incidentId: row.incidentId, details: { papers } });
  });
}
