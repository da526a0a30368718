import { getTranslations } from "next-intl/server";
import { getLetterPrinter } from "@/app/_server/letter-printer";
import { DRAFT_BYTES, parseJson, readForm } from "@/app/_server/request-body";
import { runStaffHandler } from "@/app/_server/staff-handler";
import { printDraft } from "@/domain/letters/print-draft";
import { mayEditNotices } from "@/domain/notices/policy";
import { loadEnv } from "@/lib/env";

/** The words that are being written as a printed letter, for a tab of its own. */
export function POST(request: Request): Promise<Response> {
  return runStaffHandler(
    mayEditNotices,
    request,
    async (ctx) => {
      const form = await readForm(request, DRAFT_BYTES);
      const draft = form.get("draft");
      const pdf = await printDraft(ctx, typeof draft === "string" ? parseJson(Buffer.from(draft)) : null, { printer: getLetterPrinter(), portalUrl: loadEnv().AMENDS_URL });
      return new Response(new Uint8Array(pdf), { headers: { "content-type": "application/pdf", "content-disposition": 'inline; filename="letter.pdf"', "cache-control": "no-store" } });
    },
    async (refusal, { locale }) => {
      const t = await getTranslations({ locale, namespace: "errors" });
      return new Response(t.has(refusal.reason) ? t(refusal.reason) : t("fault"), { status: refusal.kind === "invalid" ? 404 : 409, headers: { "content-type": "text/plain; charset=utf-8" } });
    },
  );
}
