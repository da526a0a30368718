import { runStaffHandler } from "@/app/_server/staff-handler";
import { notePresence } from "@/domain/claims/desk/note-presence";
import { mayFollowClaims } from "@/domain/claims/desk/policy";

/** A claim's page says every few seconds that it is open, and hears who else has it open. A handler and not an action: actions wait for one another. */
export function POST(request: Request, { params }: RouteContext<"/console/claims/[claimId]/presence">): Promise<Response> {
  return runStaffHandler(mayFollowClaims, request, async (ctx) => Response.json(await notePresence(ctx, (await params).claimId)), () => new Response(null, { status: 404 }), { background: true });
}
