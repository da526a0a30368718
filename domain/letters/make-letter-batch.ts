import { and, eq, inArray } from "drizzle-orm";
import { letterBatches, letterPieces, letters } from "@/db/schema/letters";
import { defaultLocale } from "@/db/values/locales";
import { recordAudit } from "../audit/record-audit";
import { whySendingIsLocked } from "../installation/why-sending-is-locked";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { finishWave } from "../waves/ledger/finish-wave";
import { readWave } from "../waves/queries/read-wave";
import type { Wave } from "../waves/types";
import { wakeWave } from "../waves/wake-wave";
import { letterFileWriter } from "./letter-files";
import { mailingListHead, mailingListRow } from "./mailing-list";
import { mayMakeLetters } from "./policy";
import { settleLetters } from "./settle-letters";
import { takeLetters, type MakingBatch } from "./take-letters";
import type { LetterPrinter } from "./types";
import { writeLetters, type WrittenLetters } from "./write-letters";

export interface LetterMaking {
  printer: LetterPrinter;
  portalUrl: string;
}

/**
 * Print the next letters of a wave and keep the files, sealed, for a person to hand over. A run that was killed is gone on with: the letters it had taken are printed anew,
 * and nothing of it was seen by anybody. False when there was nothing to print.
 */
export async function makeLetterBatch(ctx: Context, { printer, portalUrl }: LetterMaking, waveId: string): Promise<boolean> {
  authorise(ctx, mayMakeLetters);
  if (await whySendingIsLocked(ctx)) return false;
  const batch = await takeLetters(ctx, waveId);
  if (!batch) return false;
  const wave = await readWave(ctx.db, waveId);
  const written = await writeLetters(ctx, printer, wave, batch, portalUrl);
  await ctx.db.delete(letterPieces).where(eq(letterPieces.batchId, batch.id));
  const pages = written.letters.length > 0 ? await storeFiles(ctx, printer, wave, batch, written) : [];
  await keep(ctx, wave, batch, written, pages.reduce((sum, each) => sum + each, 0));
  // People for whom one of these would have spoken may get their own; the wave's workers see to it.
  if (written.without.length > 0) await wakeWave(ctx.db, waveId);
  await finishWave(ctx, waveId);
  return true;
}

async function storeFiles(ctx: Context, printer: LetterPrinter, wave: Wave, batch: MakingBatch, { head, letters: all }: WrittenLetters): Promise<number[]> {
  const place = { incidentId: wave.incidentId, batchId: batch.id };
  const pdf = letterFileWriter(ctx, { ...place, file: "pdf" });
  const pages = await printer.print(head, all, (bytes) => pdf.write(bytes));
  await pdf.end();
  const list = letterFileWriter(ctx, { ...place, file: "list" });
  await list.write(Buffer.from(mailingListHead(defaultLocale) + all.map((letter, i) => mailingListRow(i + 1, pages[i] ?? 0, letter)).join("")));
  await list.end();
  return pages;
}

/** The batch is whole: from here on it waits for a person. Those who got no letter are settled with it, and a batch without letters goes. */
async function keep(ctx: Context, wave: Wave, batch: MakingBatch, { letters: printed, without }: WrittenLetters, pages: number): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    await settleLetters(tx, wave.id, without);
    await tx.delete(letters).where(and(eq(letters.batchId, batch.id), inArray(letters.subjectId, without.map(({ subjectId }) => BigInt(subjectId)))));
    if (printed.length === 0) await tx.delete(letterBatches).where(eq(letterBatches.id, batch.id));
    else await tx.update(letterBatches).set({ state: "waiting", letters: printed.length, pages }).where(eq(letterBatches.id, batch.id));
    await recordAudit(tx, ctx, { action: "letters.make", object: { kind: "wave", id: wave.id }, incidentId: wave.incidentId, details: { batch: batch.number, letters: printed.length, without: without.length, pages } });
  });
}
