import { and, asc, eq } from "drizzle-orm";
import { letterPieces } from "@/db/schema/letters";
import type { LetterFile } from "@/db/values/letter-states";
import { envelopeKeyId, seal, unseal } from "@/lib/crypto";
import type { Context } from "../kernel/context";
import { placeName } from "../keys/sealed";

const PIECE_BYTES = 1 << 20;

interface FilePlace {
  incidentId: string;
  batchId: string;
  file: LetterFile;
}

function piecePlace({ incidentId, batchId, file }: FilePlace, number: number): string {
  return placeName({ table: "letter_pieces", column: "sealed", scope: incidentId, recordId: `${batchId}/${file}/${number}` });
}

/** Takes the bytes of a file as they come and stores them as sealed pieces of a megabyte: names and addresses lie in clear on no disk. */
export function letterFileWriter(ctx: Context, place: FilePlace): { write(bytes: Buffer): Promise<void>; end(): Promise<void> } {
  let held: Buffer[] = [];
  let length = 0;
  let number = 0;
  const store = async (piece: Buffer) => {
    number += 1;
    const sealed = seal(await ctx.keys.current("seal", place.incidentId), piecePlace(place, number), piece);
    await ctx.db.insert(letterPieces).values({ batchId: place.batchId, file: place.file, number, sealed });
  };
  return {
    async write(bytes) {
      held.push(bytes);
      length += bytes.length;
      if (length < PIECE_BYTES) return;
      const all = Buffer.concat(held, length);
      let at = 0;
      for (; length - at >= PIECE_BYTES; at += PIECE_BYTES) await store(all.subarray(at, at + PIECE_BYTES));
      held = [all.subarray(at)];
      length -= at;
    },
    async end() {
      if (length > 0) await store(Buffer.concat(held, length));
    },
  };
}

/** Read a stored file piece by piece. */
export async function* readPieces(ctx: Context, place: FilePlace): AsyncGenerator<Buffer> {
  const { batchId, file } = place;
  const numbers = await ctx.db.select({ number: letterPieces.number }).from(letterPieces).where(and(eq(letterPieces.batchId, batchId), eq(letterPieces.file, file))).orderBy(asc(letterPieces.number));
  for (const { number } of numbers) {
    const [piece] = await ctx.db.select({ sealed: letterPieces.sealed }).from(letterPieces).where(and(eq(letterPieces.batchId, batchId), eq(letterPieces.file, file), eq(letterPieces.number, number)));
    if (!piece) throw new Error("the file went away while it was read");
    yield unseal(await ctx.keys.byId(envelopeKeyId(piece.sealed)), piecePlace(place, number), piece.sealed);
  }
}
