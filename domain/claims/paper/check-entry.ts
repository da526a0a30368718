import { z } from "zod";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import { openJson } from "../../keys/sealed";
import { getOwnClaimById } from "../own-claim";
import { mayEnterPaperClaims } from "../policy";
import { findIntake, signerPlace } from "../queries/read-intake";

/**
 * Read who signed a paper and when it was posted, in the clear, for whoever types it and holds it in hand: what is masked cannot be held against the paper. The page that asks shows the account in the clear as
 * well, so both are audited as looks at personal data. Nothing of it is read here once the claim is filed. @throws {Forbidden} @throws {NotFound}
 */
export async function checkEntry(ctx: Context, claimId: string): Promise<{ postmarkedOn: string; signer: string }> {
  authorise(ctx, mayEnterPaperClaims);
  const claim = await getOwnClaimById(ctx, claimId);
  const intake = await findIntake(ctx.db, claim.id);
  if (claim.state !== "draft" || !intake?.sealedSigner || !intake.postmarkedOn) throw new NotFound("claim");
  const signer = z.string().parse(await openJson(ctx.keys, signerPlace(claim), intake.sealedSigner));
  await recordAudit(ctx.db, ctx, { action: "claim.check-paper", object: { kind: "claim", id: claim.id }, incidentId: claim.incidentId, details: { fields: ["signer", "account"] } });
  return { postmarkedOn: intake.postmarkedOn, signer };
}
