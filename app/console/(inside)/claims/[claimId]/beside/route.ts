import { findCurrentIncident } from "@/app/_server/current-incident";
import { runStaffHandler } from "@/app/_server/staff-handler";
import { readFilter } from "@/domain/claims/desk/rules";
import { mayReadClaims } from "@/domain/claims/policy";
import { findClaimKey } from "@/domain/claims/queries/find-claim-key";
import { findNeighbours } from "@/domain/claims/queries/list-claims";

/** What stands before and behind a claim in a list, whose filter is the query of the address. */
export function GET(request: Request, { params }: RouteContext<"/console/claims/[claimId]/beside">): Promise<Response> {
  return runStaffHandler(
    mayReadClaims,
    request,
    async (ctx) => {
      const claim = await findClaimKey(ctx, (await params).claimId);
      const { all } = await findCurrentIncident(ctx);
      const timeZone = all.find(({ id }) => id === claim.incidentId)?.timeZone ?? "UTC";
      return Response.json(await findNeighbours(ctx, claim, readFilter(new URL(request.url).search).filter, timeZone));
    },
    () => new Response(null, { status: 404 }),
  );
}
