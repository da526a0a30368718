import { pictureResponse } from "@/app/_server/picture-response";
import { refusalText } from "@/app/_server/refusal-text";
import { readForm } from "@/app/_server/request-body";
import { runStaffHandler } from "@/app/_server/staff-handler";
import { mayRevealReporters } from "@/domain/authenticity/policy";
import { revealPicture } from "@/domain/authenticity/reports/reveal-picture";

/** The picture of a report, to be saved and not shown: whoever made the fake may have made it. A post and not a link: that somebody looked, and why, is recorded and counts against their budget of the day. */
export function POST(request: Request, { params }: RouteContext<"/console/authenticity/[reportId]/picture">): Promise<Response> {
  return runStaffHandler(
    mayRevealReporters,
    request,
    async (ctx) => {
      const form = await readForm(request);
      return pictureResponse(await revealPicture(ctx, { reportId: (await params).reportId, reason: form.get("reason") ?? "" }), { cache: "no-store", download: true });
    },
    (refusal, { locale }) => refusalText(refusal, locale),
  );
}
