import { getTranslations } from "next-intl/server";
import { getLetterPrinter } from "@/app/_server/letter-printer";
import { runStaffHandler } from "@/app/_server/staff-handler";
import { printClaimLetter } from "@/domain/claims/paper/print-claim-letter";
import { mayEnterPaperClaims } from "@/domain/claims/policy";
import { loadEnv } from "@/lib/env";

/** The letter to somebody who is answered by post. That their address was looked at is recorded. */
export function GET(request: Request, { params }: RouteContext<"/console/claims/paper/[claimId]/letter">): Promise<Response> {
  return runStaffHandler(
    mayEnterPaperClaims,
    request,
    async (ctx) => {
      const pdf = await printClaimLetter(ctx, await params, { printer: getLetterPrinter(), portalUrl: loadEnv().AMENDS_URL });
      return new Response(new Uint8Array(pdf), { headers: { "content-type": "application/pdf", "content-disposition": 'attachment; filename="letter.pdf"', "cache-control": "private, no-store" } });
    },
    async (refusal, { locale }) => {
      const t = await getTranslations({ locale, namespace: "errors" });
      return new Response(t.has(refusal.reason) ? t(refusal.reason) : t("fault"), { status: refusal.kind === "conflict" ? 409 : 404, headers: { "content-type": "text/plain; charset=utf-8" } });
    },
  );
}
