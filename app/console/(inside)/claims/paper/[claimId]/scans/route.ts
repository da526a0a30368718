import { getEvidenceKeeping } from "@/app/_server/evidence-store";
import { runStaffHandler } from "@/app/_server/staff-handler";
import { seeOther } from "@/app/_server/unkept";
import { takeEveryPaper } from "@/app/_server/uploaded-papers";
import { getClaimForScans } from "@/domain/claims/paper/queries";
import { paperOwner, whyNotPapers } from "@/domain/claims/paper-owner";
import { mayEnterPaperClaims } from "@/domain/claims/policy";

/** Scans of a paper that one is entering, or of what came by post to a filed claim, taken whole while they arrive. */
export function POST(request: Request, { params }: RouteContext<"/console/claims/paper/[claimId]/scans">): Promise<Response> {
  return runStaffHandler(
    mayEnterPaperClaims,
    request,
    async (ctx) => {
      const claim = await getClaimForScans(ctx, (await params).claimId);
      const refusal = whyNotPapers(claim.state, "add");
      if (refusal) throw refusal;
      return seeOther(`/console/claims/${claim.state === "draft" ? "paper/" : ""}${claim.id}?${await takeEveryPaper(ctx, request, paperOwner(claim), getEvidenceKeeping())}`);
    },
    (refusal) => new Response(null, { status: refusal.kind === "conflict" ? 409 : 404 }),
  );
}
