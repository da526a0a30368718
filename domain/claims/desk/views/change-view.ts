import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { claimViews } from "@/db/schema/claims-team";
import { recordAudit } from "../../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../../kernel/context";
import { NotFound, parseInput } from "../../../kernel/errors";
import { withTransaction } from "../../../kernel/transaction";
import { mayReadClaims } from "../../policy";
import { renameViewInput, viewIdInput } from "../team-input";

/** Give one's own view another name. @throws {Forbidden} @throws {NotFound} also for a view of somebody else @throws {Invalid} */
export async function renameView(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayReadClaims);
  const { viewId, name } = parseInput(renameViewInput, raw);
  await change(ctx, viewId, "claim-view.rename", { name }, false);
}

/** Delete one's own view; `restoreView` takes that back. @throws {Forbidden} @throws {NotFound} also for a view of somebody else */
export async function dropView(ctx: Context, raw: unknown): Promise<string> {
  authorise(ctx, mayReadClaims);
  const { viewId } = parseInput(viewIdInput, raw);
  await change(ctx, viewId, "claim-view.drop", { droppedAt: sql`clock_timestamp()` }, false);
  return viewId;
}

/** Take back the deletion of one's own view. @throws {Forbidden} @throws {NotFound} also for a view of somebody else */
export async function restoreView(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayReadClaims);
  const { viewId } = parseInput(viewIdInput, raw);
  await change(ctx, viewId, "claim-view.restore", { droppedAt: null }, true);
}

async function change(ctx: Context, viewId: string, action: `claim-view.${string}`, set: Parameters<ReturnType<Context["db"]["update"]>["set"]>[0], dropped: boolean): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx
      .update(claimViews)
      .set(set)
      .where(and(eq(claimViews.id, viewId), eq(claimViews.ownerId, requireStaffActor(ctx).staffId), dropped ? isNotNull(claimViews.droppedAt) : isNull(claimViews.droppedAt)))
      .returning({ incidentId: claimViews.incidentId });
    if (!row) throw new NotFound("view");
    await recordAudit(tx, ctx, { action, object: { kind: "claim-view", id: viewId }, incidentId: row.incidentId });
  });
}
