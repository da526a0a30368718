import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { evidenceFiles } from "@/db/schema/evidence";
import { sha256 } from "@/lib/crypto";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { withTransaction, type Executor } from "../kernel/transaction";
import { asRead, type EvidenceRow } from "./find-evidence";
import { mayInspectEvidence } from "./policy";
import { forgetObjects } from "./remove-evidence";
import { objectName, openObject, sealObject } from "./sealed-object";
import type { EvidenceDefect, EvidenceInspection, EvidenceOwner, Inspection, ObjectStore } from "./types";

const BLOCK = 65_536;

/** What became of a paper: it is there to be read now, or it was refused. What was served already and is scanned afterwards is told only where that refuses it. */
export interface SettledPaper extends EvidenceOwner {
  defect: EvidenceDefect | null;
}

/** Hears of it in the transaction that settles it: whoever owns papers. */
export type TellOwner = (tx: Executor, ctx: Context, paper: SettledPaper) => Promise<void>;

/**
 * Scan a paper, inspect it, and put what was made anew in the place of what arrived. Both see the same bytes, read once. While a scanner is set and gives no verdict the
 * paper is held; without one it goes on as `unscanned`, and is scanned when there is one. A second run finds nothing to do.
 * @throws {Forbidden} and whatever kept it from judging: the job then comes back
 */
export async function inspectEvidence(ctx: Context, { store, inspector, scanner }: EvidenceInspection, { incidentId, evidenceId }: { incidentId: string; evidenceId: string }, tellOwner: TellOwner): Promise<void> {
  authorise(ctx, mayInspectEvidence);
  const find = () => ctx.db.select().from(evidenceFiles).where(and(eq(evidenceFiles.incidentId, incidentId), eq(evidenceFiles.id, evidenceId)));
  const [row] = await find();
  if (!row || !["received", "scan-pending", "unscanned"].includes(row.state)) return;
  if (row.state === "unscanned" && !scanner) return;
  const bytes = await readObjects(ctx, store, row).catch(async (error: unknown) => {
    // Taken back while it was read: then there is nothing to judge.
    if ((await find())[0]?.state === row.state) throw error;
    return null;
  });
  if (bytes === null) return;
  const scan = scanner ? await scanner.scan(inBlocks(bytes)) : null;
  if (scan === "unavailable") return hold(ctx, row);
  if (row.state === "unscanned") return settle(ctx, store, row, scan === "clean" ? { state: "clean" } : refused("malware", row.originalHash), tellOwner);
  const verdict: Inspection = scan === "malware" ? { ok: false, defect: "malware" } : await inspector.inspect(inBlocks(bytes));
  const originalHash = sha256(bytes);
  if (!verdict.ok) return settle(ctx, store, row, refused(verdict.defect, originalHash), tellOwner);
  const object = randomUUID();
  const place = { incidentId, evidenceId, object };
  await store.put(objectName(place), await sealObject(ctx.keys, place, verdict.bytes));
  await settle(ctx, store, row, { state: scan === "clean" ? "clean" : "unscanned", type: verdict.type, cleanObject: object, cleanSize: verdict.bytes.length, perceptualHash: verdict.perceptualHash, originalHash }, tellOwner);
}

/** All that is there of a paper: what was made anew, where there is that, else what arrived. */
async function readObjects(ctx: Context, store: ObjectStore, row: EvidenceRow): Promise<Buffer> {
  const blocks: Buffer[] = [];
  for (const object of row.cleanObject === null ? row.pieces : [row.cleanObject]) {
    const place = { incidentId: row.incidentId, evidenceId: row.id, object };
    for await (const block of openObject(ctx.keys, place, await store.get(objectName(place)))) blocks.push(block);
  }
  return Buffer.concat(blocks);
}

async function* inBlocks(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += BLOCK) yield await Promise.resolve(bytes.subarray(at, at + BLOCK));
}

/** Wait for the scanner. What was served unscanned before there was one is not served either; it keeps its state, since it has nothing to go back to. */
async function hold(ctx: Context, row: EvidenceRow): Promise<void> {
  ctx.log.error({ evidence: row.id }, "a paper is held until it can be scanned");
  if (row.state !== "received") return;
  await ctx.db.update(evidenceFiles).set({ state: "scan-pending", changedAt: sql`clock_timestamp()` }).where(asRead(row));
}

function refused(defect: EvidenceDefect, originalHash: Buffer | null): Partial<EvidenceRow> {
  return { state: "refused", defect, place: null, originalHash, cleanObject: null, cleanSize: null, type: null, perceptualHash: null };
}

async function settle(ctx: Context, store: ObjectStore, row: EvidenceRow, to: Partial<EvidenceRow>, tellOwner: TellOwner): Promise<void> {
  const settled = await withTransaction(ctx, async (tx) => {
    const changed = await tx.update(evidenceFiles).set({ ...to, pieces: [], changedAt: sql`clock_timestamp()` }).where(asRead(row)).returning({ id: evidenceFiles.id });
    if (changed.length > 0) await recordAudit(tx, ctx, { action: "evidence.inspect", object: { kind: "evidence", id: row.id }, incidentId: row.incidentId, details: { state: to.state, ...(to.defect && { defect: to.defect }) } });
    if (changed.length > 0 && (row.state !== "unscanned" || to.defect)) await tellOwner(tx, ctx, { incidentId: row.incidentId, kind: row.ownerKind, id: row.ownerId, defect: to.defect ?? null });
    return changed.length > 0;
  });
  // Taken back meanwhile, or done by another worker: then what was made here is in nobody's way but must not stay.
  const left = settled ? [...row.pieces, ...(to.cleanObject === null && row.cleanObject !== null ? [row.cleanObject] : [])] : to.cleanObject ? [to.cleanObject] : [];
  await forgetObjects(ctx, store, row, left);
}
