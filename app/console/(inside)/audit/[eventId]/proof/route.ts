import { runStaffHandler } from "@/app/_server/staff-handler";
import { proveEvent } from "@/domain/audit/log/prove-event";
import { mayReadAudit } from "@/domain/audit/policy";

/** The proof that an event is in the signed log, to keep and to check offline. */
export async function GET(request: Request, { params }: RouteContext<"/console/audit/[eventId]/proof">): Promise<Response> {
  const { eventId } = await params;
  return runStaffHandler(
    mayReadAudit,
    request,
    async (ctx) => new Response(`${JSON.stringify(await proveEvent(ctx, eventId), null, 2)}\n`, { headers: { "content-type": "application/json", "content-disposition": `attachment; filename="event-${eventId}.proof.json"`, "cache-control": "no-store" } }),
    () => new Response(null, { status: 404 }),
  );
}
