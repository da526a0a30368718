import { pictureResponse } from "@/app/_server/picture-response";
import { runStaffHandler } from "@/app/_server/staff-handler";
import { mayReadReports } from "@/domain/authenticity/policy";
import { getReportPicture } from "@/domain/authenticity/reports/queries";

/** The picture of a report, to be saved and not shown: whoever made the fake may have made it. */
export function GET(request: Request, { params }: RouteContext<"/console/authenticity/[reportId]/picture">): Promise<Response> {
  return runStaffHandler(
    mayReadReports,
    request,
    async (ctx) => pictureResponse(await getReportPicture(ctx, (await params).reportId), { cache: "no-store", download: true }),
    () => new Response(null, { status: 404 }),
  );
}
