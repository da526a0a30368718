import { runStaffHandler, seeOther } from "@/app/_server/staff-handler";
import { Invalid } from "@/domain/kernel/errors";
import { exportBatch } from "@/domain/payments/export-batch";
import { mayExportPayments } from "@/domain/payments/policy";

/** The file of a released batch for the bank. A form posts it with a reason: it names people and their accounts, and no link may lead to it. */
export async function POST(request: Request, { params }: RouteContext<"/console/payments/[batchId]/export">): Promise<Response> {
  const { batchId } = await params;
  return runStaffHandler(
    mayExportPayments,
    request,
    async (ctx) => {
      // A body that is no form has no reason either.
      const form = await request.formData().catch(() => new FormData());
      const { bytes, contentType, fileName } = await exportBatch(ctx, { batchId, format: form.get("format"), reason: form.get("reason") ?? "" });
      return new Response(new Uint8Array(bytes), { headers: { "content-type": contentType, "content-disposition": `attachment; filename="${fileName}"`, "cache-control": "no-store" } });
    },
    (refusal) => {
      const problem = refusal instanceof Invalid ? (Object.values(refusal.fields)[0]?.[0] ?? refusal.reason) : refusal.reason;
      return seeOther(`/console/payments/${encodeURIComponent(batchId)}?${new URLSearchParams({ problem }).toString()}`);
    },
  );
}
