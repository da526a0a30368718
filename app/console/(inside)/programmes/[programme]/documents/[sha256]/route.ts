import { requireIncident } from "@/app/_server/current-incident";
import { documentResponse } from "@/app/_server/document-response";
import { runStaffHandler } from "@/app/_server/staff-handler";
import { readDocument } from "@/domain/programmes/documents/queries";
import { mayReadProgrammes } from "@/domain/programmes/policy";

/** A document of a programme, of a draft too: who reviews terms reads what goes with them. */
export function GET(request: Request, { params }: RouteContext<"/console/programmes/[programme]/documents/[sha256]">): Promise<Response> {
  return runStaffHandler(
    mayReadProgrammes,
    request,
    async (ctx) => {
      const { incident } = await requireIncident(mayReadProgrammes);
      const { programme: slug, sha256 } = await params;
      return documentResponse(request, await readDocument(ctx, { incidentId: incident.id, slug, sha256 }), { name: `${slug}-${sha256.slice(0, 8)}`, cache: "private, no-store" });
    },
    () => new Response(null, { status: 404 }),
  );
}
