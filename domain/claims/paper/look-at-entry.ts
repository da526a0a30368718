import { authorise, type Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { recordLook } from "../../reveals/record-look";
import { getOwnClaimById } from "../own-claim";
import { mayEnterPaperClaims } from "../policy";

/** Write down that whoever enters a paper is shown what they have entered of it so far. It counts against no budget: they hold the paper. @throws {Forbidden} @throws {NotFound} */
export async function lookAtEntry(ctx: Context, claimId: string): Promise<void> {
  authorise(ctx, mayEnterPaperClaims);
  const { id, incidentId, subjectId } = await getOwnClaimById(ctx, claimId);
  await withTransaction({ db: ctx.db }, (tx) => recordLook(tx, ctx, { action: "claim.read-entry", object: { kind: "claim", id }, incidentId, subjects: [subjectId], rule: mayEnterPaperClaims, costs: 0 }));
}
