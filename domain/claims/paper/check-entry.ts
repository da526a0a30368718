import { z } from "zod";
import { authorise, type Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import { openJson } from "../../keys/sealed";
import { recordLook } from "../../reveals/record-look";
import { runLook } from "../../reveals/run-look";
import { getOwnClaimById } from "../own-claim";
import { mayEnterPaperClaims } from "../policy";
import { findIntake, signerPlace } from "../queries/read-intake";
import { costOfEntry } from "./cost-of-entry";

/**
 * Read who signed a paper and when it was posted, in the clear, for whoever types it and holds it in hand: what is masked cannot be held against the paper. The page that asks shows the account in the clear as
 * well, so both are audited as one look at personal data. It counts against the budget of whoever took the entry over, and of nobody who began it: the paper shows them as much. Nothing of it is read here once the claim is filed. @throws {Forbidden} @throws {NotFound} @throws {Conflict} reveals-spent
 */
export async function checkEntry(ctx: Context, claimId: string): Promise<{ postmarkedOn: string; signer: string }> {
  authorise(ctx, mayEnterPaperClaims);
  const claim = await getOwnClaimById(ctx, claimId);
  const intake = await findIntake(ctx.db, claim.id);
  if (claim.state !== "draft" || !intake?.sealedSigner || !intake.postmarkedOn) throw new NotFound("claim");
  const signer = z.string().parse(await openJson(ctx.keys, signerPlace(claim), intake.sealedSigner));
  await runLook(ctx, async (tx) => recordLook(tx, ctx, { action: "claim.check-paper", object: { kind: "claim", id: claim.id }, incidentId: claim.incidentId, details: { fields: ["signer", "account"] }, subjects: [claim.subjectId], rule: mayEnterPaperClaims, costs: await costOfEntry(tx, ctx, claim) }));
  return { postmarkedOn: intake.postmarkedOn, signer };
}
