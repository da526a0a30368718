import { paperResponse, runPaperHandler } from "@/app/_server/own-papers";
import { readRawBody } from "@/app/_server/request-body";
import { addPiece } from "@/domain/evidence/add-piece";
import { readOwnEvidence } from "@/domain/evidence/read-evidence";
import { PIECE_BYTES } from "@/domain/evidence/rules";
import { Conflict } from "@/domain/kernel/errors";

type Route = RouteContext<"/[locale]/[incident]/claim/[programme]/papers/[claimId]/files/[paperId]">;

export function GET(request: Request, { params }: Route): Promise<Response> {
  return runPaperHandler(request, params, "read", async ({ ctx, owner, keeping }) => paperResponse(await readOwnEvidence(ctx, keeping, owner, (await params).paperId)));
}

/** Take the piece that begins at `at`. */
export function PUT(request: Request, { params }: Route): Promise<Response> {
  return runPaperHandler(request, params, "add", async ({ ctx, owner, keeping }) => {
    const at = Number(new URL(request.url).searchParams.get("at"));
    // No connection to the database waits for it.
    const bytes = await readRawBody(request, PIECE_BYTES);
    if (bytes === null) throw new Conflict("upload-piece");
    const piece = { evidenceId: (await params).paperId, at, bytes };
    return Response.json(await addPiece(ctx, owner, keeping.store, piece));
  });
}
