import { and, eq, max, sql } from "drizzle-orm";
import { erasures } from "@/db/schema/erasures";
import { incidents } from "@/db/schema/incidents";
import type { Obstacle } from "@/db/values/erasures";
import { recordAudit } from "../audit/record-audit";
import { forgetObjects } from "../evidence/remove-evidence";
import type { ObjectStore } from "../evidence/types";
import { authorise, type Context } from "../kernel/context";
import { Conflict, NotFound } from "../kernel/errors";
import { withTransaction, type Executor } from "../kernel/transaction";
import { findObstacles } from "./find-obstacles";
import { closeIncident, destroyIncident, emptyClaims } from "./incident/erase-incident";
import { keepHoldsOut } from "./legal-hold";
import { countMissing, keepList, lockList } from "./list/keep-list";
import { forgetOne } from "./person/forget-person";
import { mayErase } from "./policy";
import { requireNoImport } from "./require-no-import";
import type { ErasureKeeping, ErasureRow, PaperObjects } from "./types";

/**
 * Erase what two people agreed on: a person, or what hangs on a contact, in one transaction, an incident in several of which the last enters it into the list. Then papers go and the list is carried outside. Doing it again after a crash does what is left. Something that has
 * come to stand against it meanwhile stops it. @throws {Conflict} while an import or a rotation of that incident is under way, or while this database is behind its own list: it is tried again
 */
export async function erase(ctx: Context, erasureId: string, keeping: ErasureKeeping, store: ObjectStore): Promise<void> {
  authorise(ctx, mayErase);
  if (keeping.list && (await countMissing(ctx, keeping.list)) > 0) throw new Conflict("erasures-to-replay");
  const forget = async (papers: PaperObjects[]) => {
    for (const { objects, ...paper } of papers) await forgetObjects(ctx, store, paper, objects);
  };
  const [row] = await ctx.db.select().from(erasures).where(eq(erasures.id, erasureId));
  if (!row) throw new NotFound("erasure");
  if (row.kind === "incident") await eraseWhole(ctx, row, keeping.backupDays, forget);
  else await forget(await eraseOne(ctx, erasureId, keeping.backupDays));
  if (keeping.list) await keepList(ctx, keeping.list);
}

function eraseOne(ctx: Context, erasureId: string, backupDays: number | null): Promise<PaperObjects[]> {
  return withTransaction(ctx, async (tx) => {
    const row = await begin(tx, ctx, erasureId);
    if (!row) return [];
    await requireNoImport(tx, row.incidentId);
    const forgotten = await forgetOne(tx, ctx, row);
    if (!forgotten) throw new NotFound("erasure-person");
    const { papers, ...found } = forgotten;
    await finish(tx, ctx, row, { ...found, backupDays });
    return papers;
  });
}

async function eraseWhole(ctx: Context, { id, incidentId }: ErasureRow, backupDays: number | null, forget: (papers: PaperObjects[]) => Promise<void>): Promise<void> {
  const begun = await withTransaction(ctx, async (tx) => {
    const row = await begin(tx, ctx, id);
    if (row) await closeIncident(tx, ctx, incidentId);
    return row !== null;
  });
  if (!begun) return;
  await emptyClaims(ctx, incidentId, forget);
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.select().from(erasures).where(and(eq(erasures.id, id), eq(erasures.state, "approved"))).for("update");
    if (row) await finish(tx, ctx, row, { erased: await destroyIncident(tx, incidentId), recordIds: [], refTrace: null, backupDays });
  });
}

/** The erasure, held, if it is still to be done and nothing stands against it; null otherwise. */
async function begin(tx: Executor, ctx: Context, erasureId: string): Promise<ErasureRow | null> {
  const [row] = await tx.select().from(erasures).where(eq(erasures.id, erasureId)).for("update");
  if (row?.state !== "approved") return null;
  await keepHoldsOut(tx, row.incidentId);
  const obstacles = (await hasBegun(tx, row)) ? [] : await findObstacles(tx, ctx, row);
  if (obstacles.length === 0) return row;
  await stop(tx, ctx, row, obstacles);
  return null;
}

/** Whether a whole incident was closed for this erasure before. What stood against it was asked then, and no hold can be placed since: a claim that was on its way in goes with the rest, or nobody could ever finish. */
async function hasBegun(tx: Executor, { kind, incidentId }: ErasureRow): Promise<boolean> {
  const [incident] = await tx.select({ erasedAt: incidents.erasedAt }).from(incidents).where(eq(incidents.id, incidentId));
  return kind === "incident" && incident?.erasedAt != null;
}

async function stop(tx: Executor, ctx: Context, row: ErasureRow, obstacles: Obstacle[]): Promise<void> {
  await tx.update(erasures).set({ state: "stopped", obstacles }).where(eq(erasures.id, row.id));
  await recordAudit(tx, ctx, { action: "erasure.stop", object: { kind: "erasure", id: row.id }, incidentId: row.incidentId, details: { obstacles } });
}

async function finish(tx: Executor, ctx: Context, row: ErasureRow, done: Pick<ErasureRow, "erased" | "recordIds" | "refTrace" | "backupDays">): Promise<void> {
  await lockList(tx);
  const [last] = await tx.select({ number: max(erasures.number) }).from(erasures);
  await tx.update(erasures).set({ ...done, state: "done", number: (last?.number ?? 0) + 1, doneAt: sql`clock_timestamp()` }).where(and(eq(erasures.id, row.id), eq(erasures.state, "approved")));
  await recordAudit(tx, ctx, { action: "erasure.erase", object: { kind: "erasure", id: row.id }, incidentId: row.incidentId, details: { kind: row.kind, subjectId: row.subjectId?.toString() ?? null, erased: done.erased } });
}
