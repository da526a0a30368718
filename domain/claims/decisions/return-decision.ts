import { and, eq } from "drizzle-orm";
import { claimDecisions } from "@/db/schema/claims";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { sealJson } from "../../keys/sealed";
import { returnDecisionInput } from "../input";
import { mayDecideClaims } from "../policy";
import { getClaimForUpdate } from "../queries/read-claim";
import { setFlag } from "../set-flag";
import { getOpenDecision, openSheet, sheetPlace } from "./read-decision";
import { storeSheet } from "./sheet-form";
import { unproposed } from "./unpropose";
import { whyNotConfirmable } from "./why-not-confirmable";

/** Give a proposed decision back to the claim's agent, with what is to be looked at again. The sheet stays as it was written. @throws {Forbidden} @throws {Conflict} @throws {Invalid} */
export async function returnDecision(ctx: Context, raw: unknown): Promise<{ claimId: string }> {
  authorise(ctx, mayDecideClaims);
  const actor = requireStaffActor(ctx);
  const { claimId, edit, note } = parseInput(returnDecisionInput, raw);
  return withTransaction(ctx, async (tx) => {
    const row = await getClaimForUpdate(tx, claimId);
    const open = await getOpenDecision(tx, claimId, "proposed", edit);
    // Whoever proposed it may take it back.
    const refusal = open.proposedBy === actor.staffId ? null : whyNotConfirmable(row, open, actor.staffId);
    if (refusal) throw refusal;
    const sheet = { ...(await openSheet(ctx, open)), returned: { by: actor.staffId, note } };
    await tx
      .update(claimDecisions)
      .set({ ...unproposed, sealedSheet: await sealJson(ctx.keys, sheetPlace(open), storeSheet(sheet)) })
      .where(and(eq(claimDecisions.claimId, claimId), eq(claimDecisions.number, open.number)));
    await setFlag(tx, claimId, "second-person", false);
    await recordAudit(tx, ctx, { action: "claim.return", object: { kind: "claim", id: claimId }, incidentId: row.incidentId, details: { decision: open.number } });
    return { claimId };
  });
}
