import { Readable } from "node:stream";
import { and, eq } from "drizzle-orm";
import { importPieces, importUploads } from "@/db/schema/exposure";
import { envelopeKeyId, unseal } from "@/lib/crypto";
import { authorise, type Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { mayImportDatasets } from "./policy";
import { piecePlace } from "./store-upload";

/** Read the bytes of an upload in their order, one piece in memory at a time. The stream fails with {NotFound} when the upload is gone or not whole. @throws {Forbidden} */
export function readUpload(ctx: Context, uploadId: string): Readable {
  authorise(ctx, mayImportDatasets);
  return Readable.from(pieces(ctx, uploadId), { objectMode: false });
}

async function* pieces(ctx: Context, uploadId: string): AsyncGenerator<Buffer> {
  const [upload] = await ctx.db.select().from(importUploads).where(eq(importUploads.id, uploadId));
  if (!upload?.hash) throw new NotFound("upload-incomplete");
  let bytes = 0;
  for (let number = 1; bytes < upload.bytes; number++) {
    const [piece] = await ctx.db.select({ sealed: importPieces.sealed }).from(importPieces).where(and(eq(importPieces.uploadId, uploadId), eq(importPieces.number, number)));
    if (!piece) throw new NotFound("upload-incomplete");
    const plain = unseal(await ctx.keys.byId(envelopeKeyId(piece.sealed)), piecePlace(upload.incidentId, uploadId, number), piece.sealed);
    bytes += plain.length;
    yield plain;
  }
}
