import { runStaffHandler } from "@/app/_server/staff-handler";
import { isLocale } from "@/db/values/locales";
import { mayReadPostings } from "@/domain/postings/policy";
import { policyOf } from "@/domain/postings/rendering/posting-document";
import { getPosting } from "@/domain/postings/queries";
import { previewPosting } from "@/domain/postings/rendering/settle-posting";
import { loadEnv } from "@/lib/env";

/** A posting that waits, as it would be published now. */
export function GET(request: Request, { params }: RouteContext<"/console/postings/[postingId]/preview/[locale]">): Promise<Response> {
  return runStaffHandler(
    mayReadPostings,
    request,
    async (ctx) => {
      const { postingId, locale } = await params;
      const posting = await getPosting(ctx, postingId);
      if (!isLocale(locale)) return new Response(null, { status: 404 });
      const bytes = (await previewPosting(ctx, posting, { portalUrl: loadEnv().AMENDS_URL }))[locale];
      return new Response(new Uint8Array(bytes), { headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": policyOf(bytes), "cache-control": "no-store" } });
    },
    (refusal) => new Response(null, { status: refusal.kind === "conflict" ? 409 : 404 }),
  );
}
