import { runStaffHandler } from "@/app/_server/staff-handler";
import { mayReadPostings } from "@/domain/postings/policy";
import { provePosting } from "@/domain/postings/prove-posting";
import { loadEnv } from "@/lib/env";

/** The proof that a posting stood: one file of HTML to keep, print or hand in. */
export function GET(request: Request, { params }: RouteContext<"/console/postings/[postingId]/proof">): Promise<Response> {
  return runStaffHandler(
    mayReadPostings,
    request,
    async (ctx, { locale }) => {
      const { fileName, bytes } = await provePosting(ctx, (await params).postingId, { locale, portalUrl: loadEnv().AMENDS_URL });
      return new Response(new Uint8Array(bytes), { headers: { "content-type": "text/html; charset=utf-8", "content-disposition": `attachment; filename="${fileName}"`, "cache-control": "no-store" } });
    },
    (refusal) => new Response(null, { status: refusal.kind === "conflict" ? 409 : 404 }),
  );
}
