import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { claimBulkRows, claimBulkRuns } from "@/db/schema/claims-bulk";
import { claims } from "@/db/schema/claims";
import { claimNotes } from "@/db/schema/claims-desk";
import { recordAudit } from "../../../audit/record-audit";
import type { StaffContext } from "../../../kernel/context";
import { withTransaction, type Executor } from "../../../kernel/transaction";
import { getClaimForUpdate, type ClaimRow } from "../../queries/read-claim";
import { OPEN_STATES } from "../../rules";
import { setFlag } from "../../set-flag";

const before = z.object({ from: z.uuid().nullable(), to: z.uuid().nullable(), noteId: z.uuid().nullable(), moved: z.boolean().default(false) });
type Before = z.output<typeof before>;

/** Put back what the next claims of a run had before; false when there are no more. Whatever somebody did to a claim since then stays: it is theirs. */
export async function undoChunk(ctx: StaffContext, run: { id: string }, limit: number): Promise<boolean> {
  const rows = await ctx.db.select().from(claimBulkRows).where(and(eq(claimBulkRows.runId, run.id), eq(claimBulkRows.result, "done"))).orderBy(asc(claimBulkRows.number)).limit(limit);
  for (const row of rows) {
    await withTransaction(ctx, async (tx) => {
      const claim = await getClaimForUpdate(tx, row.claimId);
      const { result, reason } = await putBack(tx, ctx, claim, before.parse(row.before));
      const [changed] = await tx.update(claimBulkRows).set({ result, reason, at: sql`clock_timestamp()` }).where(and(eq(claimBulkRows.runId, run.id), eq(claimBulkRows.claimId, row.claimId), eq(claimBulkRows.result, "done"))).returning({ id: claimBulkRows.claimId });
      if (!changed) throw new Error("a line was undone by two");
      await tx.update(claimBulkRuns).set({ [result]: sql`${claimBulkRuns[result]} + 1`, done: sql`${claimBulkRuns.done} - 1` }).where(eq(claimBulkRuns.id, run.id));
    });
  }
  return rows.length === limit;
}

/** Back to whoever had it, unless it is somebody else's by now or has gone on; and the note away. One that was taken into review stays there. */
async function putBack(tx: Executor, ctx: StaffContext, claim: ClaimRow, { from, to, noteId, moved }: Before): Promise<{ result: "undone" | "kept"; reason: string | null }> {
  const given = from !== to;
  const mine = claim.assignedTo === to && (moved ? claim.state === "in-review" : OPEN_STATES.includes(claim.state));
  if (given && mine) {
    await tx.update(claims).set({ assignedTo: from }).where(eq(claims.id, claim.id));
    await recordAudit(tx, ctx, { action: "claim.assign", object: { kind: "claim", id: claim.id }, incidentId: claim.incidentId, details: { from: to, to: from, undo: true } });
  }
  if (noteId !== null) {
    await tx.update(claimNotes).set({ takenBackAt: sql`clock_timestamp()` }).where(eq(claimNotes.id, noteId));
    const [other] = await tx.select({ id: claimNotes.id }).from(claimNotes).where(and(eq(claimNotes.claimId, claim.id), isNull(claimNotes.takenBackAt))).limit(1);
    if (!other) await setFlag(tx, claim.id, "noted", false);
    await recordAudit(tx, ctx, { action: "claim.note-taken-back", object: { kind: "claim", id: claim.id }, incidentId: claim.incidentId, details: { note: noteId } });
  }
  if (given && !mine) return { result: "kept", reason: "claim-changed-meanwhile" };
  if (moved) return { result: given || noteId !== null ? "undone" : "kept", reason: "claim-stays-in-review" };
  return { result: "undone", reason: null };
}
