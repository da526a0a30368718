import { getLetterPrinter } from "@/app/_server/letter-printer";
import { refusalText } from "@/app/_server/refusal-text";
import { readForm } from "@/app/_server/request-body";
import { runStaffHandler } from "@/app/_server/staff-handler";
import { printClaimLetter } from "@/domain/claims/paper/print-claim-letter";
import { mayEnterPaperClaims } from "@/domain/claims/policy";
import { loadEnv } from "@/lib/env";

/** The letter to somebody who is answered by post. A post and not a link: it takes the claim off those that wait for a letter, and that their address was looked at, and why, is recorded. */
export function POST(request: Request, { params }: RouteContext<"/console/claims/paper/[claimId]/letter">): Promise<Response> {
  return runStaffHandler(
    mayEnterPaperClaims,
    request,
    async (ctx) => {
      const form = await readForm(request);
      const pdf = await printClaimLetter(ctx, { claimId: (await params).claimId, purpose: form.get("purpose"), reason: form.get("reason") ?? "" }, { printer: getLetterPrinter(), portalUrl: loadEnv().AMENDS_URL });
      return new Response(new Uint8Array(pdf), { headers: { "content-type": "application/pdf", "content-disposition": 'attachment; filename="letter.pdf"', "cache-control": "private, no-store" } });
    },
    (refusal, { locale }) => refusalText(refusal, locale),
  );
}
