import { and, asc, desc, eq, gt } from "drizzle-orm";
import { claimBulkRows, claimBulkRuns } from "@/db/schema/claims-bulk";
import { claims } from "@/db/schema/claims";
import type { BulkRowResult, BulkRunState } from "@/db/values/claim-bulk";
import { authorise, may, requireStaffActor, type Context } from "../../../kernel/context";
import { NotFound } from "../../../kernel/errors";
import { requireUuid } from "../../../kernel/ids";
import { claimFilterInput, type ClaimFilter } from "../input";
import { listMacros } from "../macros/list-team-texts";
import { mayLeadDesk, mayReadDesk } from "../policy";
import { bulkAct, takesIntoReview, type BulkAct } from "./bulk-input";

export interface BulkRunView {
  id: string;
  incidentId: string;
  act: BulkAct;
  filter: ClaimFilter;
  /** How many were ticked; null where it was for all that the filter fits. */
  picked: number | null;
  state: BulkRunState;
  counts: Record<BulkRowResult, number>;
  startedBy: string;
  startedAt: Date;
  /** Whether whoever looks can put it back. */
  undoable: boolean;
  /** Whether it takes into review. */
  takes: boolean;
}

const PAGE = 50;

/** A bulk act with what became of it so far. @throws {Forbidden} @throws {NotFound} */
export async function readBulk(ctx: Context, runId: string): Promise<BulkRunView> {
  authorise(ctx, mayReadDesk);
  const [run] = await ctx.db.select().from(claimBulkRuns).where(eq(claimBulkRuns.id, requireUuid(runId, "bulk-run")));
  if (!run) throw new NotFound("bulk-run");
  const act = bulkAct.parse(run.act);
  const macro = act.kind === "macro" ? ((await listMacros(ctx)).find(({ id }) => id === act.macroId) ?? null) : null;
  const { id, incidentId, state, startedBy, startedAt, done, refused, undone, kept } = run;
  const over = state === "done" || state === "stopped";
  const undoable = over && done > 0 && (startedBy === requireStaffActor(ctx).staffId || may(ctx.actor, mayLeadDesk));
  return { id, incidentId, act, filter: claimFilterInput.parse(run.filter), picked: run.picked?.length ?? null, state, counts: { done, refused, undone, kept }, startedBy, startedAt, undoable, takes: takesIntoReview(act, macro) };
}

/** The latest bulk acts of an incident. @throws {Forbidden} */
export async function listBulkRuns(ctx: Context, incidentId: string): Promise<{ id: string; act: BulkAct; state: BulkRunState; done: number; startedBy: string; startedAt: Date }[]> {
  authorise(ctx, mayReadDesk);
  const rows = await ctx.db.select().from(claimBulkRuns).where(eq(claimBulkRuns.incidentId, incidentId)).orderBy(desc(claimBulkRuns.startedAt)).limit(10);
  return rows.map(({ id, act, state, done, undone, startedBy, startedAt }) => ({ id, act: bulkAct.parse(act), state, done: done + undone, startedBy, startedAt }));
}

export interface BulkLine {
  number: number;
  claimId: string;
  reference: string | null;
  result: BulkRowResult;
  reason: string | null;
}

/** What became of each claim, in the order in which it was done, a page at a time. @throws {Forbidden} */
export async function listBulkLines(ctx: Context, runId: string, { result, after }: { result?: BulkRowResult | undefined; after: number }): Promise<{ lines: BulkLine[]; next: number | null }> {
  authorise(ctx, mayReadDesk);
  const rows = await ctx.db
    .select({ number: claimBulkRows.number, claimId: claimBulkRows.claimId, reference: claims.reference, result: claimBulkRows.result, reason: claimBulkRows.reason })
    .from(claimBulkRows)
    .innerJoin(claims, eq(claims.id, claimBulkRows.claimId))
    .where(and(eq(claimBulkRows.runId, requireUuid(runId, "bulk-run")), gt(claimBulkRows.number, after), result ? eq(claimBulkRows.result, result) : undefined))
    .orderBy(asc(claimBulkRows.number))
    .limit(PAGE + 1);
  const lines = rows.slice(0, PAGE);
  return { lines, next: rows.length > PAGE ? (lines.at(-1)?.number ?? null) : null };
}
