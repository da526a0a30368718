import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { importPieces, importUploads } from "@/db/schema/exposure";
import { seal } from "@/lib/crypto";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { placeName } from "../keys/sealed";
import { forgetUpload } from "./forget-uploads";
import { MAX_UPLOAD_MB, MEGABYTE } from "./input";
import { mayImportDatasets } from "./policy";

const PIECE_BYTES = 1 << 20;

const storeUploadInput = z.object({ incidentId: z.uuid(), fileName: z.string().trim().min(1, "required").max(200, "too-long") });

export interface StoredUpload {
  uploadId: string;
  bytes: number;
  /** SHA-256 of the bytes: the same file is found by it. */
  hash: Buffer;
}

/**
 * Store an uploaded file as sealed pieces of a megabyte, so that it lies in clear on no disk and any worker can import it. One piece is held in memory at a
 * time, and no connection while the sender is slow. An upload that breaks off leaves nothing.
 * @throws {Forbidden} @throws {NotFound} @throws {Conflict} when it is too large
 */
export async function storeUpload(ctx: Context, raw: unknown, source: Readable | ReadableStream<Uint8Array>): Promise<StoredUpload> {
  authorise(ctx, mayImportDatasets);
  const { incidentId, fileName } = parseInput(storeUploadInput, raw);
  const [upload] = await ctx.db
    .insert(importUploads)
    .values({ incidentId, fileName, uploadedBy: ctx.actor.kind === "staff" ? ctx.actor.staffId : null })
    .returning({ id: importUploads.id })
    .catch((error: unknown) => {
      // No such incident: the foreign key says so.
      if ((error as { cause?: { code?: string } }).cause?.code === "23503") throw new NotFound("incident");
      throw error;
    });
  if (!upload) throw new Error("insert returned no row");
  try {
    const hash = createHash("sha256");
    let bytes = 0;
    let number = 0;
    for await (const piece of piecesOf(source)) {
      bytes += piece.length;
      if (bytes > MAX_UPLOAD_MB * MEGABYTE) throw new Conflict("upload-too-large", { megabytes: MAX_UPLOAD_MB });
      hash.update(piece);
      number += 1;
      const sealed = seal(await ctx.keys.current("seal", incidentId), piecePlace(incidentId, upload.id, number), piece);
      await ctx.db.insert(importPieces).values({ uploadId: upload.id, number, sealed });
    }
    const stored = { uploadId: upload.id, bytes, hash: hash.digest() };
    await withTransaction(ctx, async (tx) => {
      await tx.update(importUploads).set({ bytes, hash: stored.hash }).where(eq(importUploads.id, upload.id));
      await recordAudit(tx, ctx, { action: "dataset.upload", object: { kind: "import-upload", id: upload.id }, incidentId, details: { bytes, sha256: stored.hash.toString("hex") } });
    });
    return stored;
  } catch (error) {
    await forgetUpload(ctx, upload.id);
    throw error;
  }
}

export function piecePlace(incidentId: string, uploadId: string, number: number): string {
  return placeName({ table: "import_pieces", column: "sealed", scope: incidentId, recordId: `${uploadId}/${number}` });
}

/** Cut a stream into pieces of one size, whatever sizes it comes in. */
async function* piecesOf(source: Readable | ReadableStream<Uint8Array>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const part of source as AsyncIterable<Uint8Array>) {
    parts.push(Buffer.from(part.buffer, part.byteOffset, part.byteLength));
    length += part.byteLength;
    while (length >= PIECE_BYTES) {
      const all = Buffer.concat(parts, length);
      yield all.subarray(0, PIECE_BYTES);
      const rest = Buffer.from(all.subarray(PIECE_BYTES));
      parts = [rest];
      length = rest.length;
    }
  }
  if (length > 0) yield Buffer.concat(parts, length);
}
