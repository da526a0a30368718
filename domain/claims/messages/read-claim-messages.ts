import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { recordLook } from "../../reveals/record-look";
import { readClaimMessagesInput } from "../input";
import { mayDecideClaims } from "../policy";
import { getClaimForUpdate } from "../queries/read-claim";
import { whyNotSeen } from "../rules";
import { markRead } from "./read-messages";

/** Note that what a claimant wrote has been read and needs no answer: all that was on the page. @throws {Forbidden} @throws {Conflict} for what came after it */
export async function readClaimMessages(ctx: Context, raw: unknown): Promise<{ claimId: string }> {
  authorise(ctx, mayDecideClaims);
  requireStaffActor(ctx);
  const { claimId, seen } = parseInput(readClaimMessagesInput, raw);
  return withTransaction(ctx, async (tx) => {
    const row = await getClaimForUpdate(tx, claimId);
    const refusal = whyNotSeen(row, seen);
    if (refusal) throw refusal;
    await markRead(tx, claimId, "staff");
    await recordLook(tx, ctx, { action: "claim.read-messages", object: { kind: "claim", id: claimId }, incidentId: row.incidentId, subjects: [row.subjectId], rule: mayDecideClaims, costs: 0 });
    return { claimId };
  });
}
