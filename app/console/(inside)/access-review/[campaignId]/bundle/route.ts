import { runStaffHandler } from "@/app/_server/staff-handler";
import { downloadBundle } from "@/domain/access-review/download-bundle";
import { mayExportCampaigns } from "@/domain/access-review/policy";

/** The evidence of a closed campaign, to keep and to check offline. */
export async function GET(request: Request, { params }: RouteContext<"/console/access-review/[campaignId]/bundle">): Promise<Response> {
  const { campaignId } = await params;
  return runStaffHandler(
    mayExportCampaigns,
    request,
    async (ctx) => new Response(new Uint8Array(await downloadBundle(ctx, campaignId)), { headers: { "content-type": "application/zip", "content-disposition": `attachment; filename="access-review-${campaignId}.zip"`, "cache-control": "no-store" } }),
    () => new Response(null, { status: 404 }),
  );
}
