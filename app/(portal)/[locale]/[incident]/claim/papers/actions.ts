"use server";

import { getEvidenceKeeping } from "@/app/_server/evidence-store";
import { findProgrammeFor } from "@/app/_server/programmes";
import { runSubjectAction } from "@/app/_server/subject-action";
import type { FormState } from "@/components/form/form-state";
import { findOwnClaim } from "@/domain/claims/own-claim";
import { paperOwner, whyNotPapers } from "@/domain/claims/paper-owner";
import { removeEvidence } from "@/domain/evidence/remove-evidence";
import { NotFound } from "@/domain/kernel/errors";

export async function removePaperAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, { paperId }, { incident, base }) => {
    const programme = await findProgrammeFor(incident.id);
    const own = programme && (await findOwnClaim(ctx, programme.id));
    if (!own || typeof paperId !== "string") throw new NotFound("paper");
    const refusal = whyNotPapers(own.claim.state, "take-back");
    if (refusal) throw refusal;
    await removeEvidence(ctx, paperOwner(own.claim), getEvidenceKeeping().store, paperId);
    return { redirect: `${base}/claim/papers` };
  });
}
