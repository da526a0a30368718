import { getLetterPrinter } from "@/app/_server/letter-printer";
import { refusalText } from "@/app/_server/refusal-text";
import { readForm } from "@/app/_server/request-body";
import { runStaffHandler } from "@/app/_server/staff-handler";
import { previewLetter } from "@/domain/letters/preview-letter";
import { mayPreviewWaves } from "@/domain/waves/policy";
import { loadEnv } from "@/lib/env";

/** The letter of one recipient, masked. A post and not a page: it is recorded as a look at a person, and a page is asked for more often than it is read. */
export function POST(request: Request, { params }: RouteContext<"/console/waves/[waveId]/letter">): Promise<Response> {
  return runStaffHandler(
    mayPreviewWaves,
    request,
    async (ctx) => {
      const form = await readForm(request);
      const locale = form.get("locale");
      const input = { waveId: (await params).waveId, position: form.get("position") ?? 1, locale: locale === "" || locale === null ? undefined : locale };
      const pdf = await previewLetter(ctx, input, { printer: getLetterPrinter(), portalUrl: loadEnv().AMENDS_URL });
      return new Response(new Uint8Array(pdf), { headers: { "content-type": "application/pdf", "content-disposition": 'inline; filename="letter.pdf"', "cache-control": "no-store" } });
    },
    (refusal, { locale }) => refusalText(refusal, locale),
  );
}
