import { and, eq, sql } from "drizzle-orm";
import { erasures } from "@/db/schema/erasures";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { enqueue } from "../kernel/job";
import { withTransaction } from "../kernel/transaction";
import { findObstacles } from "./find-obstacles";
import { approveErasureInput } from "./input";
import { eraseJob } from "./jobs";
import { requireName } from "./incident/require-name";
import { mayApproveErasures } from "./policy";
import { whyNotErasable } from "./rules";

/** Agree to a proposed erasure, as somebody else than who proposed it; the worker erases at once, and there is no way back. @throws {Forbidden} @throws {NotFound} @throws {Conflict} while something stands against it */
export async function approveErasure(ctx: Context, raw: unknown): Promise<string> {
  authorise(ctx, mayApproveErasures);
  const { staffId } = requireStaffActor(ctx);
  const { erasureId, name } = parseInput(approveErasureInput, raw);
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.select().from(erasures).where(eq(erasures.id, erasureId)).for("update");
    if (!row) throw new NotFound("erasure");
    if (row.kind === "incident") await requireName(tx, row.incidentId, name);
    const refusal = whyNotErasable(row, staffId, await findObstacles(tx, ctx, row));
    if (refusal) throw refusal;
    const approved = await tx.update(erasures).set({ state: "approved", decidedBy: staffId, decidedAt: sql`clock_timestamp()` }).where(and(eq(erasures.id, erasureId), eq(erasures.state, "proposed"))).returning({ id: erasures.id });
    if (approved.length === 0) throw new Conflict("erasure-not-proposed");
    await recordAudit(tx, ctx, { action: "erasure.approve", object: { kind: "erasure", id: erasureId }, incidentId: row.incidentId, details: { kind: row.kind, subjectId: row.subjectId?.toString() ?? null } });
    await enqueue(tx, eraseJob, { erasureId });
  });
  return erasureId;
}
