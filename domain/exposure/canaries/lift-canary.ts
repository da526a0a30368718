import { and, eq, sql } from "drizzle-orm";
import { canaries } from "@/db/schema/canaries";
import { contactPoints, subjects } from "@/db/schema/exposure";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { canaryInput } from "./input";
import { mayProposeCanaries } from "./policy";

/** Take a planted record out of the data, or a proposal back. What was seen of it stays. @throws {Forbidden} @throws {Conflict} when it is gone already */
export async function liftCanary(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayProposeCanaries);
  const { incidentId, subjectId } = parseInput(canaryInput, raw);
  await withTransaction(ctx, async (tx) => {
    const lifted = await tx
      .update(canaries)
      .set({ state: "lifted", liftedAt: sql`clock_timestamp()` })
      .where(and(eq(canaries.incidentId, incidentId), eq(canaries.subjectId, subjectId), sql`${canaries.state} <> 'lifted'`))
      .returning({ id: canaries.subjectId });
    if (lifted.length === 0) throw new Conflict("canary-lifted");
    for (const table of [contactPoints, subjects]) await tx.delete(table).where(and(eq(table.incidentId, incidentId), eq(table.subjectId, subjectId)));
    await recordAudit(tx, ctx, { action: "canary.lift", object: { kind: "canary", id: subjectId.toString() }, incidentId });
  });
}
