import { DRAFT_BYTES, readJson } from "@/app/_server/request-body";
import { runStaffHandler } from "@/app/_server/staff-handler";
import type { Look } from "@/components/notices/look";
import { mayEditNotices } from "@/domain/notices/policy";
import { priceOfParts } from "@/domain/notices/rules";
import { previewDraftPosting } from "@/domain/postings/rendering/preview-draft-posting";
import { renderDraft } from "@/domain/waves/queries/render-draft";
import { loadEnv } from "@/lib/env";

/** What somebody would get of the words that are being written. A handler and not an action: it is asked for with every pause in typing, and must hold nothing else up. */
export function POST(request: Request): Promise<Response> {
  return runStaffHandler(
    mayEditNotices,
    request,
    async (ctx, { locale }) => {
      const { AMENDS_URL: portalUrl, SMS_PART_PRICE: price } = loadEnv();
      const draft: unknown = (await readJson(request, DRAFT_BYTES)) ?? {};
      const [look, posting] = await Promise.all([renderDraft(ctx, draft, { portalUrl }), previewDraftPosting(ctx, draft, { portalUrl })]);
      const cost = look?.sms && price !== undefined ? priceOfParts(look.sms.parts.length, price, locale) : null;
      return Response.json((look && { kind: "look", ...look, bytes: Buffer.byteLength(look.html), cost, posting }) satisfies Look | null);
    },
    (refusal) => Response.json({ kind: "refused", reason: refusal.reason }),
  );
}
