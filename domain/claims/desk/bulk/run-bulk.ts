import { and, eq, inArray, sql } from "drizzle-orm";
import { claimBulkRows, claimBulkRuns } from "@/db/schema/claims-bulk";
import { recordAudit } from "../../../audit/record-audit";
import { may, type Context, type StaffContext, type SystemActor } from "../../../kernel/context";
import { Refusal } from "../../../kernel/errors";
import { enqueue } from "../../../kernel/job";
import { withTransaction } from "../../../kernel/transaction";
import { findClaimIds, type ClaimPlace } from "../../queries/find-claim-ids";
import { getClaimForUpdate } from "../../queries/read-claim";
import { claimFilterInput } from "../input";
import { mayWorkClaims } from "../policy";
import { actOnClaim, holdRule, openTools, type BulkTools } from "./act-on-claim";
import { bulkAct } from "./bulk-input";
import { runBulkJob } from "./jobs";
import { undoChunk } from "./undo-chunk";

type BulkRun = typeof claimBulkRuns.$inferSelect;

const CHUNK = 200;

/**
 * Go on with a run by one chunk, as whoever started it: each claim is a small transaction of its own, with its audit event and its line in the result. `become` gives the context of a person, or null
 * where they may not come in any more: then the run stops, because an act of somebody who is gone is not done.
 */
export async function runBulk(ctx: Context<SystemActor>, runId: string, become: (staffId: string) => Promise<StaffContext | null>): Promise<void> {
  const [run] = await ctx.db.select().from(claimBulkRuns).where(eq(claimBulkRuns.id, runId));
  if (!run || (run.state !== "running" && run.state !== "undoing")) return;
  const person = await become(run.state === "undoing" ? (run.undoneBy ?? "") : run.startedBy);
  if (!person || !may(person.actor, mayWorkClaims)) return stop(ctx, run);
  const more = run.state === "undoing" ? await undoChunk(person, run, CHUNK) : await doChunk(person, run);
  await withTransaction(ctx, async (tx) => {
    if (more) return enqueue(tx, runBulkJob, { runId }, { queue: `bulk-${runId}` });
    await tx.update(claimBulkRuns).set({ state: run.state === "undoing" ? "undone" : "done", endedAt: sql`clock_timestamp()` }).where(and(eq(claimBulkRuns.id, runId), eq(claimBulkRuns.state, run.state)));
  });
}

async function stop(ctx: Context, run: BulkRun): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    await tx.update(claimBulkRuns).set({ state: "stopped", endedAt: sql`clock_timestamp()` }).where(and(eq(claimBulkRuns.id, run.id), eq(claimBulkRuns.state, run.state)));
    await recordAudit(tx, ctx, { action: "claim-bulk.stop", object: { kind: "claim-bulk", id: run.id }, incidentId: run.incidentId });
  });
}

/** Act on the next claims of a run; false when there are no more. */
async function doChunk(ctx: StaffContext, run: BulkRun): Promise<boolean> {
  const places = await nextPlaces(ctx, run);
  if (places.length === 0) return false;
  const ids = places.map(({ id }) => id);
  const known = new Set((await ctx.db.select({ id: claimBulkRows.claimId }).from(claimBulkRows).where(and(eq(claimBulkRows.runId, run.id), inArray(claimBulkRows.claimId, ids)))).map(({ id }) => id));
  const tools = await openTools(ctx, bulkAct.parse(run.act), run.timeZone);
  for (const id of ids) if (!known.has(id)) await doOne(ctx, run, id, tools);
  await ctx.db.update(claimBulkRuns).set({ place: places.at(-1) }).where(eq(claimBulkRuns.id, run.id));
  return places.length === CHUNK;
}

/** The next claims, by the time of filing, which no act changes. Those that were ticked are one chunk. */
async function nextPlaces(ctx: StaffContext, run: BulkRun): Promise<ClaimPlace[]> {
  if (run.picked) return run.place === null ? run.picked.map((id) => ({ id, value: "" })) : [];
  return findClaimIds(ctx.db, { incidentId: run.incidentId, filter: claimFilterInput.parse(run.filter), order: "oldest", staffId: run.startedBy, timeZone: run.timeZone, from: run.place as ClaimPlace | null, limit: CHUNK, filedBefore: run.startedAt });
}

async function doOne(ctx: StaffContext, run: BulkRun, claimId: string, tools: BulkTools): Promise<void> {
  try {
    await withTransaction(ctx, async (tx) => {
      await holdRule(tx, tools.act);
      const claim = await getClaimForUpdate(tx, claimId);
      const before = await actOnClaim(tx, ctx, claim, tools);
      await tx.insert(claimBulkRows).values({ runId: run.id, claimId, result: "done", before });
      await tx.update(claimBulkRuns).set({ done: sql`${claimBulkRuns.done} + 1` }).where(eq(claimBulkRuns.id, run.id));
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await withTransaction(ctx, async (tx) => {
      await tx.insert(claimBulkRows).values({ runId: run.id, claimId, result: "refused", reason: error.reason });
      await tx.update(claimBulkRuns).set({ refused: sql`${claimBulkRuns.refused} + 1` }).where(eq(claimBulkRuns.id, run.id));
    });
  }
}

