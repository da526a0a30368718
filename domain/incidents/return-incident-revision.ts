import { and, eq, sql } from "drizzle-orm";
import { incidentRevisions } from "@/db/schema/incidents";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { returnIncidentRevisionInput } from "./input";
import { mayEditIncidents } from "./policy";

/** Take a revision out of review, back to a draft that can be edited. @throws {Forbidden} @throws {Conflict} when it is not in review any more */
export async function returnIncidentRevision(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayEditIncidents);
  const { incidentId, number } = parseInput(returnIncidentRevisionInput, raw);
  await withTransaction(ctx, async (tx) => {
    const moved = await tx
      .update(incidentRevisions)
      .set({ state: "draft", updatedAt: sql`now()` })
      .where(and(eq(incidentRevisions.incidentId, incidentId), eq(incidentRevisions.number, number), eq(incidentRevisions.state, "in-review")))
      .returning({ number: incidentRevisions.number });
    if (moved.length === 0) throw new Conflict("not-in-review");
    await recordAudit(tx, ctx, { action: "incident.return", object: { kind: "incident", id: incidentId }, incidentId, details: { revision: number } });
  });
}
