import { paperResponse } from "@/app/_server/own-papers";
import { getEvidenceKeeping } from "@/app/_server/evidence-store";
import { refusalText } from "@/app/_server/refusal-text";
import { readForm } from "@/app/_server/request-body";
import { runStaffHandler } from "@/app/_server/staff-handler";
import { paperOwner } from "@/domain/claims/paper-owner";
import { findClaimKey } from "@/domain/claims/queries/find-claim-key";
import { mayLookAtEvidence } from "@/domain/evidence/policy";
import { lookAtEvidence } from "@/domain/evidence/read-evidence";

/** A claimant's paper, to be saved and not shown. A post and not a link: that somebody looked, and why, is recorded and counts against their budget of the day. */
export function POST(request: Request, { params }: RouteContext<"/console/claims/[claimId]/papers/[paperId]">): Promise<Response> {
  return runStaffHandler(
    mayLookAtEvidence,
    request,
    async (ctx) => {
      const { claimId, paperId } = await params;
      const claim = await findClaimKey(ctx, claimId);
      const form = await readForm(request);
      return paperResponse(await lookAtEvidence(ctx, getEvidenceKeeping(), { ...paperOwner(claim), subjectId: claim.subjectId }, { evidenceId: paperId, purpose: form.get("purpose"), reason: form.get("reason") ?? "" }));
    },
    (refusal, { locale }) => refusalText(refusal, locale),
  );
}
