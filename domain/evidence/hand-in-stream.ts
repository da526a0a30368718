import type { Context } from "../kernel/context";
import { Conflict } from "../kernel/errors";
import { addPiece, endEvidence } from "./add-piece";
import { removeEvidence } from "./remove-evidence";
import { MOST_BYTES, MOST_MEGABYTES, PIECE_BYTES } from "./rules";
import { startEvidence } from "./start-evidence";
import type { EvidenceOwner, ObjectStore } from "./types";

/** Take a whole paper while it arrives, piece by piece; one that breaks off or is too large leaves nothing. @throws {Conflict} @throws {TooMany} */
export async function handInStream(ctx: Context, owner: EvidenceOwner, store: ObjectStore, file: { name: string; content: AsyncIterable<Buffer> }): Promise<void> {
  const paper: { id: string | null } = { id: null };
  let at = 0;
  const add = async (bytes: Buffer) => {
    // The length is known when it is over; until then it counts as the longest, and as nothing that another upload could go on with.
    const evidenceId = (paper.id ??= (await startEvidence(ctx, owner, { name: file.name, size: MOST_BYTES }, { resume: false })).id);
    at = (await addPiece(ctx, owner, store, { evidenceId, at, bytes })).received;
    return evidenceId;
  };
  try {
    let held: Buffer | null = null;
    for await (const bytes of inPieces(file.content)) {
      if (at + (held?.length ?? 0) + bytes.length > MOST_BYTES) throw new Conflict("paper-too-large", { most: MOST_MEGABYTES });
      // One piece behind: the last that fits must not hand in a paper that then turns out to go on.
      if (held) await add(held);
      held = bytes;
    }
    if (!held) throw new Conflict("paper-empty");
    await endEvidence(ctx, owner, await add(held));
  } catch (error) {
    if (paper.id !== null) await removeEvidence(ctx, owner, store, paper.id).catch(() => undefined);
    throw error;
  }
}

/** Cut what arrives into pieces of one size. */
async function* inPieces(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const part of content) {
    held.push(part);
    length += part.length;
    while (length >= PIECE_BYTES) {
      const all = Buffer.concat(held);
      yield all.subarray(0, PIECE_BYTES);
      held = [Buffer.from(all.subarray(PIECE_BYTES))];
      length -= PIECE_BYTES;
    }
  }
  if (length > 0) yield Buffer.concat(held);
}
