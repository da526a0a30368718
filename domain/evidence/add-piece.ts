import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { evidenceFiles } from "@/db/schema/evidence";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { Conflict, TooMany } from "../kernel/errors";
import { enqueue } from "../kernel/job";
import { withTransaction, type Executor } from "../kernel/transaction";
import { countUse } from "../lookups/count-use";
import { asRead, getEvidence, type EvidenceRow } from "./find-evidence";
import { inspectEvidenceJob } from "./jobs";
import { beginsLikePaper, PIECE_BYTES, PIECES_A_DAY } from "./rules";
import { objectName, sealObject } from "./sealed-object";
import type { EvidenceOwner, ObjectStore } from "./types";

const DAY_SECONDS = 86_400;

/**
 * Take the next piece of a paper, which begins at `at`, and say how much there is now. Each piece is an object under a name of its own, sealed before it is written;
 * the row says which of them count, so that one sent twice counts once and nothing that was inspected is written over. With the last the paper goes to inspection.
 * @throws {Conflict} for a piece that is not the next; its values say how much there is @throws {TooMany} @throws {NotFound}
 */
export async function addPiece(ctx: Context, owner: EvidenceOwner, store: ObjectStore, piece: { evidenceId: string; at: number; bytes: Buffer }): Promise<{ received: number; whole: boolean }> {
  const row = await getEvidence(ctx.db, owner, piece.evidenceId);
  const { at, bytes } = piece;
  if (row.state !== "uploading" || at !== row.received) throw new Conflict("upload-offset", { received: row.received });
  if (bytes.length === 0 || bytes.length > PIECE_BYTES || at + bytes.length > row.size) throw new Conflict("upload-piece");
  if (at === 0 && !beginsLikePaper(bytes)) {
    await ctx.db.delete(evidenceFiles).where(asRead(row));
    throw new Conflict("paper-type");
  }
  await limitPieces(ctx);
  const object = randomUUID();
  const place = { incidentId: row.incidentId, evidenceId: row.id, object };
  await store.put(objectName(place), await sealObject(ctx.keys, place, bytes));
  const received = at + bytes.length;
  const whole = received === row.size;
  const counted = await withTransaction(ctx, async (tx) => {
    const changed = await tx
      .update(evidenceFiles)
      .set({ received, pieces: sql`array_append(${evidenceFiles.pieces}, ${object})`, changedAt: sql`clock_timestamp()` })
      .where(and(asRead(row), eq(evidenceFiles.received, at)))
      .returning({ id: evidenceFiles.id });
    if (changed.length > 0 && whole) await handIn(tx, ctx, row);
    return changed.length > 0;
  });
  if (counted) return { received, whole };
  await store.remove(objectName(place));
  throw new Conflict("upload-offset", { received: (await getEvidence(ctx.db, owner, row.id)).received });
}

/** Say that what arrived is all of a paper whose length nobody knew before. @throws {Conflict} when nothing arrived @throws {NotFound} */
export async function endEvidence(ctx: Context, owner: EvidenceOwner, evidenceId: string): Promise<void> {
  const row = await getEvidence(ctx.db, owner, evidenceId);
  if (row.state !== "uploading") return;
  if (row.received === 0) throw new Conflict("paper-empty");
  await withTransaction(ctx, async (tx) => {
    const changed = await tx.update(evidenceFiles).set({ size: row.received }).where(and(asRead(row), eq(evidenceFiles.received, row.received))).returning({ id: evidenceFiles.id });
    if (changed.length > 0) await handIn(tx, ctx, row);
  });
}

async function handIn(tx: Executor, ctx: Context, row: EvidenceRow): Promise<void> {
  await tx.update(evidenceFiles).set({ state: "received" }).where(asRead(row));
  await enqueue(tx, inspectEvidenceJob, { incidentId: row.incidentId, evidenceId: row.id }, { key: `${inspectEvidenceJob.name}/${row.id}` });
  await recordAudit(tx, ctx, { action: "evidence.hand-in", object: { kind: "evidence", id: row.id }, incidentId: row.incidentId, details: { owner: row.ownerKind, ownerId: row.ownerId } });
}

async function limitPieces(ctx: Context): Promise<void> {
  const who = ctx.actor.kind === "subject" ? ctx.actor.sessionId : ctx.actor.kind === "staff" ? ctx.actor.staffId : ctx.actor.kind;
  const { uses, secondsLeft } = await countUse(ctx, `evidence-piece|${who}`, DAY_SECONDS);
  if (uses > PIECES_A_DAY) throw new TooMany("papers-budget", secondsLeft);
}
