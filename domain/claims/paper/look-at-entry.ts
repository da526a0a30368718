import { authorise, type Context } from "../../kernel/context";
import { recordLook } from "../../reveals/record-look";
import { runLook } from "../../reveals/run-look";
import { getOwnClaimById } from "../own-claim";
import { mayEnterPaperClaims } from "../policy";
import { costOfEntry } from "./cost-of-entry";

/** Write down that whoever enters a paper is shown what was entered of it so far: of its account in the clear, where that is to be changed. It counts against the budget of whoever took it over, and of nobody who began it. @throws {Forbidden} @throws {NotFound} @throws {Conflict} reveals-spent */
export async function lookAtEntry(ctx: Context, claimId: string): Promise<void> {
  authorise(ctx, mayEnterPaperClaims);
  const claim = await getOwnClaimById(ctx, claimId);
  await runLook(ctx, async (tx) => recordLook(tx, ctx, { action: "claim.read-entry", object: { kind: "claim", id: claim.id }, incidentId: claim.incidentId, subjects: [claim.subjectId], rule: mayEnterPaperClaims, costs: await costOfEntry(tx, ctx, claim) }));
}
