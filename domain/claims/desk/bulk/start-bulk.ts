import { claimBulkRuns } from "@/db/schema/claims-bulk";
import { recordAudit } from "../../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../../kernel/context";
import { parseInput } from "../../../kernel/errors";
import { enqueue } from "../../../kernel/job";
import { withTransaction } from "../../../kernel/transaction";
import { mayWorkClaims } from "../policy";
import { openTools } from "./act-on-claim";
import { bulkInput } from "./bulk-input";
import { runBulkJob } from "./jobs";

/** Begin an act on all claims that a filter fits now, or on some that were ticked; a job does it. What is filed later is left out. @throws {Forbidden} @throws {NotFound} @throws {Invalid} */
export async function startBulk(ctx: Context, incidentId: string, raw: unknown, timeZone: string): Promise<string> {
  authorise(ctx, mayWorkClaims);
  const { act, claim, filter } = parseInput(bulkInput, raw);
  await openTools(ctx, act, timeZone);
  return withTransaction(ctx, async (tx) => {
    const [run] = await tx.insert(claimBulkRuns).values({ incidentId, filter, picked: claim.length > 0 ? claim : null, act, timeZone, startedBy: requireStaffActor(ctx).staffId }).returning({ id: claimBulkRuns.id });
    if (!run) throw new Error("insert returned no row");
    await recordAudit(tx, ctx, { action: "claim-bulk.start", object: { kind: "claim-bulk", id: run.id }, incidentId, details: { act, filter, picked: claim.length } });
    await enqueue(tx, runBulkJob, { runId: run.id }, { queue: `bulk-${run.id}` });
    return run.id;
  });
}
