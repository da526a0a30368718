import { runPaperHandler } from "@/app/_server/own-papers";
import { seeOther } from "@/app/_server/staff-handler";
import { openUploadedFiles } from "@/app/_server/uploaded-file";
import { handInStream } from "@/domain/evidence/hand-in-stream";
import { PIECE_BYTES } from "@/domain/evidence/rules";
import { startEvidence } from "@/domain/evidence/start-evidence";
import { Invalid, Refusal } from "@/domain/kernel/errors";

/** Begin a paper, or find how far it came; a form with files, which is how it is without JavaScript, is taken whole while it arrives. */
export function POST(request: Request, { params }: RouteContext<"/[locale]/[incident]/claim/[programme]/papers/[claimId]/files">): Promise<Response> {
  return runPaperHandler(request, params, "add", async ({ ctx, owner, keeping, page }) => {
    if (request.headers.get("content-type")?.startsWith("application/json")) {
      const paper: unknown = await request.json().catch(() => null);
      return Response.json({ ...(await startEvidence(ctx, owner, paper)), pieceBytes: PIECE_BYTES });
    }
    let number = 0;
    const problems: string[] = [];
    try {
      for await (const { fileName, content } of openUploadedFiles(request)) {
        number += 1;
        // One that is refused keeps none of the others out.
        await handInStream(ctx, owner, keeping.store, { name: fileName, content }).catch((error: unknown) => problems.push(`${number}.${reasonOf(error)}`));
      }
    } catch (error) {
      problems.push(`${Math.max(number, 1)}.${reasonOf(error)}`);
    }
    if (number === 0 && problems.length === 0) problems.push("0.papers-none");
    return seeOther(problems.length === 0 ? `${page}?added=${number}` : `${page}?problems=${problems.join("~")}`);
  });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Refusal)) throw error;
  return error instanceof Invalid ? (Object.values(error.fields)[0]?.[0] ?? error.reason) : error.reason;
}
