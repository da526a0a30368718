import { Readable } from "node:stream";
import { refusalText } from "@/app/_server/refusal-text";
import { runStaffHandler } from "@/app/_server/staff-handler";
import { mayAskExports } from "@/domain/exports/policy";
import { takeOutExport } from "@/domain/exports/take-out-export";

/** A file with many people in it, made as it goes out, for who asked for it. A form posts here: taking it out is an act, and no link may lead to it. What cannot be taken out any more is gone. */
export async function POST(request: Request, { params }: RouteContext<"/console/exports/[exportId]/file">): Promise<Response> {
  return runStaffHandler(
    mayAskExports,
    request,
    async (ctx, { locale }) => {
      const { fileName, contentType, bytes } = await takeOutExport(ctx, await params, locale);
      // A piece is made when the last one has gone out, and whoever stops reading stops the making.
      return new Response(Readable.toWeb(Readable.from(bytes, { objectMode: false })) as ReadableStream<Uint8Array>, {
        headers: { "content-type": contentType, "content-disposition": `attachment; filename="${fileName}"`, "cache-control": "no-store" },
      });
    },
    async (refusal, { locale }) => {
      const answer = await refusalText(refusal, locale);
      return refusal.reason === "export-gone" ? new Response(answer.body, { status: 410, headers: answer.headers }) : answer;
    },
  );
}
