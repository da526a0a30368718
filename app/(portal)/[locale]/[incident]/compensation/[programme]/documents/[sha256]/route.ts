import { documentResponse } from "@/app/_server/document-response";
import { nowhere } from "@/app/_server/nowhere";
import { dbOf } from "@/app/_server/parts";
import { requirePublishedIncident } from "@/app/_server/published-incident";
import { unkept } from "@/app/_server/unkept";
import { findPublishedDocument } from "@/domain/programmes/documents/queries";

/** The bytes at an address never change; a day keeps the rush off, and lets an incident that is taken back be gone the day after. */
const CACHE = "public, max-age=86400, stale-if-error=604800";

/** A document of terms that are published, or were. */
export function GET(request: Request, { params }: RouteContext<"/[locale]/[incident]/compensation/[programme]/documents/[sha256]">): Promise<Response> {
  return unkept(async () => {
    const { incident, locale } = await requirePublishedIncident(params);
    const { programme: slug, sha256 } = await params;
    const document = await findPublishedDocument(dbOf(incident.id), { incidentId: incident.id, slug, sha256 });
    return document ? documentResponse(request, document.bytes, { name: document.title[locale], cache: CACHE }) : nowhere();
  });
}
