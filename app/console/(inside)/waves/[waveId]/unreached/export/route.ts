import { runStaffHandler, seeOther } from "@/app/_server/staff-handler";
import { streamText } from "@/app/_server/stream-text";
import { Invalid } from "@/domain/kernel/errors";
import { exportUnreached } from "@/domain/waves/export-unreached";
import { mayExportUnreached } from "@/domain/waves/policy";

/** The people whom no channel reached, as CSV, written while it is read. A form posts it with a reason: it is an act, and no link may lead to it. */
export async function POST(request: Request, { params }: RouteContext<"/console/waves/[waveId]/unreached/export">): Promise<Response> {
  const { waveId } = await params;
  return runStaffHandler(
    mayExportUnreached,
    request,
    async (ctx, { locale }) => {
      // A body that is no form has no reason either.
      const form = await request.formData().catch(() => new FormData());
      const { pages, wave } = await exportUnreached(ctx, { waveId, reason: form.get("reason") ?? "" }, locale);
      return new Response(streamText(pages), {
        headers: {
          "content-type": "text/csv; charset=utf-8",
          "content-disposition": `attachment; filename="wave-${wave.id}-reached-by-no-channel.csv"`,
          "cache-control": "no-store",
        },
      });
    },
    (refusal) => {
      const problem = refusal instanceof Invalid ? (refusal.fields.reason?.[0] ?? refusal.reason) : refusal.reason;
      return seeOther(`/console/waves/${encodeURIComponent(waveId)}/unreached?${new URLSearchParams({ problem }).toString()}`);
    },
  );
}
