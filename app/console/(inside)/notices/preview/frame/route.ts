import { DRAFT_BYTES, readForm } from "@/app/_server/request-body";
import { runStaffHandler } from "@/app/_server/staff-handler";
import { mayEditNotices } from "@/domain/notices/policy";

/** A draft's mail as a document for the preview's frame, given back as it was posted: a frame that is written by its page would be under the page's policy, under which no mail has its colours. Nothing in it runs. */
export function POST(request: Request): Promise<Response> {
  return runStaffHandler(
    mayEditNotices,
    request,
    async () => {
      const html = (await readForm(request, DRAFT_BYTES)).get("html");
      const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox" };
      return new Response(typeof html === "string" ? html : "", { headers });
    },
    () => new Response(null, { status: 403 }),
  );
}
