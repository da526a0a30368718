import { and, eq } from "drizzle-orm";
import { claimBulkRuns } from "@/db/schema/claims-bulk";
import { recordAudit } from "../../../audit/record-audit";
import { authorise, may, requireStaffActor, type Context } from "../../../kernel/context";
import { Conflict, Forbidden, NotFound, parseInput } from "../../../kernel/errors";
import { enqueue } from "../../../kernel/job";
import { withTransaction } from "../../../kernel/transaction";
import { mayLeadDesk, mayWorkClaims } from "../policy";
import { runIdInput } from "./bulk-input";
import { runBulkJob } from "./jobs";

/** Put back what a finished run did, as far as it can be, by whoever started it or a lead; a job does it. @throws {Forbidden} @throws {Conflict} @throws {NotFound} */
export async function undoBulk(ctx: Context, raw: unknown): Promise<string> {
  authorise(ctx, mayWorkClaims);
  const { runId } = parseInput(runIdInput, raw);
  const { staffId } = requireStaffActor(ctx);
  return withTransaction(ctx, async (tx) => {
    const [run] = await tx.select().from(claimBulkRuns).where(eq(claimBulkRuns.id, runId)).for("update");
    if (!run) throw new NotFound("bulk-run");
    if (run.startedBy !== staffId && !may(ctx.actor, mayLeadDesk)) throw new Forbidden("bulk-of-another");
    if (run.state !== "done" && run.state !== "stopped") throw new Conflict("bulk-not-over");
    await tx.update(claimBulkRuns).set({ state: "undoing", undoneBy: staffId, endedAt: null }).where(and(eq(claimBulkRuns.id, runId), eq(claimBulkRuns.state, run.state)));
    await recordAudit(tx, ctx, { action: "claim-bulk.undo", object: { kind: "claim-bulk", id: runId }, incidentId: run.incidentId });
    await enqueue(tx, runBulkJob, { runId }, { queue: `bulk-${runId}` });
    return runId;
  });
}
