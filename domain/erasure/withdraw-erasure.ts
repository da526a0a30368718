import { and, eq, sql } from "drizzle-orm";
import { erasures } from "@/db/schema/erasures";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { erasureInput } from "./input";
import { mayProposeErasures } from "./policy";

/** Take back, or refuse, an erasure that nobody has agreed to. @throws {Forbidden} @throws {Conflict} when it is decided already */
export async function withdrawErasure(ctx: Context, raw: unknown): Promise<string> {
  authorise(ctx, mayProposeErasures);
  const { staffId } = requireStaffActor(ctx);
  const { erasureId } = parseInput(erasureInput, raw);
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.update(erasures).set({ state: "withdrawn", decidedBy: staffId, decidedAt: sql`clock_timestamp()` }).where(and(eq(erasures.id, erasureId), eq(erasures.state, "proposed"))).returning({ incidentId: erasures.incidentId });
    if (!row) throw new Conflict("erasure-not-proposed");
    await recordAudit(tx, ctx, { action: "erasure.withdraw", object: { kind: "erasure", id: erasureId }, incidentId: row.incidentId });
  });
  return erasureId;
}
