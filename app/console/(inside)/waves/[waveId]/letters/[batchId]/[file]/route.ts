import { Readable } from "node:stream";
import { runStaffHandler } from "@/app/_server/staff-handler";
import { requireUuid } from "@/domain/kernel/ids";
import { mayHandOverLetters } from "@/domain/letters/policy";
import { readLetterFile } from "@/domain/letters/read-letter-file";

const types = { pdf: "application/pdf", list: "text/csv; charset=utf-8" };

/** The PDF of a batch or its mailing list, for whoever takes it to the mail house. Written into the audit before the first byte. */
export function GET(request: Request, { params }: RouteContext<"/console/waves/[waveId]/letters/[batchId]/[file]">): Promise<Response> {
  return runStaffHandler(
    mayHandOverLetters,
    request,
    async (ctx) => {
      const { batchId, file } = await params;
      requireUuid(batchId, "letters");
      const kind = file === "pdf" ? "pdf" : "list";
      const { fileName, bytes } = await readLetterFile(ctx, { batchId, file: kind });
      return new Response(Readable.toWeb(Readable.from(bytes, { objectMode: false })) as ReadableStream<Uint8Array>, {
        headers: { "content-type": types[kind], "content-disposition": `attachment; filename="${fileName}"`, "cache-control": "no-store" },
      });
    },
    (refusal) => new Response(null, { status: refusal.kind === "conflict" ? 409 : 404 }),
  );
}
