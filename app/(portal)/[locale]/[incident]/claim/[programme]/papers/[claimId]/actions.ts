"use server";

import { getEvidenceKeeping } from "@/app/_server/evidence-store";
import { runSubjectAction } from "@/app/_server/subject-action";
import type { FormState } from "@/components/form/form-state";
import { getOwnClaimById } from "@/domain/claims/own-claim";
import { paperOwner, whyNotPapers } from "@/domain/claims/paper-owner";
import { removeEvidence } from "@/domain/evidence/remove-evidence";
import { NotFound } from "@/domain/kernel/errors";

export async function removePaperAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, { paperId, claimId, programme }, { base }) => {
    if (typeof paperId !== "string" || typeof claimId !== "string" || typeof programme !== "string") throw new NotFound("paper");
    const claim = await getOwnClaimById(ctx, claimId);
    const refusal = whyNotPapers(claim.state, "take-back");
    if (refusal) throw refusal;
    await removeEvidence(ctx, paperOwner(claim), getEvidenceKeeping().store, paperId);
    return { redirect: `${base}/claim/${encodeURIComponent(programme)}/papers/${claim.id}` };
  });
}
