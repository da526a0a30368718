import { recordAudit } from "../audit/record-audit";
import type { ExportTicket } from "../audit/types";
import { whySendingIsLocked } from "../installation/why-sending-is-locked";
import { authorise, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { requireUuid } from "../kernel/ids";
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

/** How many letters a waiting batch has, for who asks for its files. @throws {NotFound} @throws {Conflict} when its files are gone */
export async function measureLetters(ctx: Context, batchId: string): Promise<{ people: number; incidentId: string }> {
  authorise(ctx, mayHandOverLetters);
  const batch = await findBatch(ctx, requireUuid(batchId, "letters"));
  const refusal = whyNotDecidable(batch);
  if (refusal) throw refusal;
  return { people: batch.letters, incidentId: (await readWave(ctx.db, batch.waveId)).incidentId };
}

/**
 * Open a file of a waiting batch for somebody who takes it to the mail house. It names and places as many people as it has letters: that is written into the audit before the
 * first byte goes out. @throws {Forbidden} @throws {NotFound} @throws {Conflict} when its files are gone, or while nothing may leave the installation
 */
export async function readLetterFile(ctx: Context, raw: unknown, ticket: ExportTicket): Promise<LetterFileDownload> {
  authorise(ctx, mayHandOverLetters);
  const { batchId, file } = parseInput(letterFileInput, raw);
  const batch = await findBatch(ctx, batchId);
  const refusal = whyNotDecidable(batch);
  if (refusal) throw refusal;
  // A restored copy has batches that the real installation has handed over long ago.
  if (await whySendingIsLocked(ctx)) throw new Conflict("letters-locked");
  const wave = await readWave(ctx.db, batch.waveId);
  if (batch.letters > ticket.people) throw new Conflict("export-grew");
  await withTransaction(ctx, async (tx) => {
    await ticket.spend(tx);
    await recordAudit(tx, ctx, { action: "letters.download", object: { kind: "wave", id: wave.id }, incidentId: wave.incidentId, reason: ticket.reason, details: { batch: batch.number, file, reads: batch.letters, export: ticket.id } });
  });
  const name = `letters-${wave.id.slice(-6)}-${batch.number}`;
  return { incidentId: wave.incidentId, fileName: file === "pdf" ? `${name}.pdf` : `${name}.csv`, bytes: readPieces(ctx, { incidentId: wave.incidentId, batchId, file }) };
}
