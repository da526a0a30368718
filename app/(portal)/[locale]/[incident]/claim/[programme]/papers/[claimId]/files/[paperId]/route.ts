import { paperResponse, runPaperHandler } from "@/app/_server/own-papers";
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
    const piece = { evidenceId: (await params).paperId, at, bytes: await readPiece(request) };
    return Response.json(await addPiece(ctx, owner, keeping.store, piece));
  });
}

/** Read no more than a piece may have, whatever a header says. No connection to the database waits for it. */
async function readPiece(request: Request): Promise<Buffer> {
  const blocks: Uint8Array[] = [];
  let length = 0;
  for await (const block of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    length += block.length;
    if (length > PIECE_BYTES) throw new Conflict("upload-piece");
    blocks.push(block);
  }
  return Buffer.concat(blocks);
}
