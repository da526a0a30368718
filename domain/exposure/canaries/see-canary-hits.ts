import { and, eq, isNull, sql } from "drizzle-orm";
import { canaryHits } from "@/db/schema/canaries";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { seeCanaryHitsInput } from "./input";
import { mayProposeCanaries } from "./policy";

/** Say that the alarms of an incident were seen; they stay in the list with who saw them. @throws {Forbidden} @throws {Conflict} when there are none */
export async function seeCanaryHits(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayProposeCanaries);
  const { staffId } = requireStaffActor(ctx);
  const { incidentId } = parseInput(seeCanaryHitsInput, raw);
  await withTransaction(ctx, async (tx) => {
    const seen = await tx.update(canaryHits).set({ seenBy: staffId, seenAt: sql`clock_timestamp()` }).where(and(eq(canaryHits.incidentId, incidentId), isNull(canaryHits.seenAt))).returning({ id: canaryHits.id });
    if (seen.length === 0) throw new Conflict("canary-none-open");
    await recordAudit(tx, ctx, { action: "canary.see", object: { kind: "incident", id: incidentId }, incidentId, details: { hits: seen.length } });
  });
}
