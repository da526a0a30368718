import { recordAudit } from "../audit/record-audit";
import { whySendingIsLocked } from "../installation/why-sending-is-locked";
import { authorise, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { readWave } from "../waves/queries/read-wave";
import { findBatch } from "./decide-batch";
import { letterFileInput } from "./input";
import { readPieces } from "./letter-files";
import { mayHandOverLetters } from "./policy";
import { whyNotDecidable } from "./rules";

export interface LetterFileDownload {
  incidentId: string;
  fileName: string;
  bytes: AsyncGenerator<Buffer>;
}

/**
 * Open a file of a waiting batch for somebody who takes it to the mail house. It names and places as many people as it has letters: that is written into the audit before the
 * first byte goes out. @throws {Forbidden} @throws {NotFound} @throws {Conflict} when its files are gone, or while nothing may leave the installation
 */
export async function readLetterFile(ctx: Context, raw: unknown): Promise<LetterFileDownload> {
  authorise(ctx, mayHandOverLetters);
  const { batchId, file } = parseInput(letterFileInput, raw);
  const batch = await findBatch(ctx, batchId);
  const refusal = whyNotDecidable(batch);
  if (refusal) throw refusal;
  // A restored copy has batches that the real installation has handed over long ago.
  if (await whySendingIsLocked(ctx)) throw new Conflict("letters-locked");
  const wave = await readWave(ctx.db, batch.waveId);
  await withTransaction(ctx, (tx) =>
    recordAudit(tx, ctx, { action: "letters.download", object: { kind: "wave", id: wave.id }, incidentId: wave.incidentId, details: { batch: batch.number, file, reads: batch.letters } }),
  );
  const name = `letters-${wave.id.slice(-6)}-${batch.number}`;
  return { incidentId: wave.incidentId, fileName: file === "pdf" ? `${name}.pdf` : `${name}.csv`, bytes: readPieces(ctx, { incidentId: wave.incidentId, batchId, file }) };
}
