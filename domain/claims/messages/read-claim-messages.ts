import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { recordLook } from "../../reveals/record-look";
import { claimIdInput } from "../input";
import { mayDecideClaims } from "../policy";
import { getClaimForUpdate } from "../queries/read-claim";
import { markRead } from "./read-messages";

/** Note that what a claimant wrote has been read and needs no answer. @throws {Forbidden} */
export async function readClaimMessages(ctx: Context, raw: unknown): Promise<{ claimId: string }> {
  authorise(ctx, mayDecideClaims);
  requireStaffActor(ctx);
  const { claimId } = parseInput(claimIdInput, raw);
  return withTransaction(ctx, async (tx) => {
    const row = await getClaimForUpdate(tx, claimId);
    await markRead(tx, claimId, "staff");
    await recordLook(tx, ctx, { action: "claim.read-messages", object: { kind: "claim", id: claimId }, incidentId: row.incidentId, subjects: [row.subjectId], rule: mayDecideClaims, costs: 0 });
    return { claimId };
  });
}
