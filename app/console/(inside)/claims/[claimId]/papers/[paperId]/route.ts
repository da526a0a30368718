import { paperResponse } from "@/app/_server/own-papers";
import { getEvidenceKeeping } from "@/app/_server/evidence-store";
import { refusalText } from "@/app/_server/refusal-text";
import { runStaffHandler } from "@/app/_server/staff-handler";
import { paperOwner } from "@/domain/claims/paper-owner";
import { getClaim } from "@/domain/claims/queries/get-claim";
import { mayLookAtEvidence } from "@/domain/evidence/policy";
import { lookAtEvidence } from "@/domain/evidence/read-evidence";

/** A claimant's paper, to be saved and not shown. That somebody looked is recorded, and counts against their budget of the day. */
export function GET(request: Request, { params }: RouteContext<"/console/claims/[claimId]/papers/[paperId]">): Promise<Response> {
  return runStaffHandler(
    mayLookAtEvidence,
    request,
    async (ctx) => {
      const { claimId, paperId } = await params;
      const { claim } = await getClaim(ctx, claimId);
      return paperResponse(await lookAtEvidence(ctx, getEvidenceKeeping(), { ...paperOwner(claim), subjectId: claim.subjectId }, paperId));
    },
    (refusal, { locale }) => refusalText(refusal, locale),
  );
}
