import { runPaperHandler } from "@/app/_server/own-papers";
import { readJson } from "@/app/_server/request-body";
import { seeOther } from "@/app/_server/unkept";
import { takeEveryPaper } from "@/app/_server/uploaded-papers";
import { PIECE_BYTES } from "@/domain/evidence/rules";
import { startEvidence } from "@/domain/evidence/start-evidence";

/** Begin a paper, or find how far it came; a form with files, which is how it is without JavaScript, is taken whole while it arrives. */
export function POST(request: Request, { params }: RouteContext<"/[locale]/[incident]/claim/[programme]/papers/[claimId]/files">): Promise<Response> {
  return runPaperHandler(request, params, "add", async ({ ctx, owner, keeping, page }) => {
    if (request.headers.get("content-type")?.startsWith("application/json")) {
      return Response.json({ ...(await startEvidence(ctx, owner, await readJson(request))), pieceBytes: PIECE_BYTES });
    }
    return seeOther(`${page}?${await takeEveryPaper(ctx, request, owner, keeping)}`);
  });
}
