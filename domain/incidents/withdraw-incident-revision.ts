import { and, desc, eq } from "drizzle-orm";
import { incidentRevisions, incidents } from "@/db/schema/incidents";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { withdrawIncidentRevisionInput } from "./input";
import { mayPublishIncidents } from "./policy";

/**
 * Take the published words back. Readers see the revision that was published before, or nothing if there was none. One person may do this alone,
 * because words that should not be out cannot wait for a second; the reason is kept. @throws {Forbidden} @throws {Conflict}
 */
export async function withdrawIncidentRevision(ctx: Context, raw: unknown): Promise<{ nowPublished: number | null }> {
  authorise(ctx, mayPublishIncidents);
  const { incidentId, number, reason } = parseInput(withdrawIncidentRevisionInput, raw);
  return withTransaction(ctx, async (tx) => {
    const [incident] = await tx.select({ publishedRevision: incidents.publishedRevision }).from(incidents).where(eq(incidents.id, incidentId)).for("update");
    if (incident?.publishedRevision !== number) throw new Conflict("not-published");
    await tx.update(incidentRevisions).set({ state: "withdrawn" }).where(and(eq(incidentRevisions.incidentId, incidentId), eq(incidentRevisions.number, number)));
    const [previous] = await tx
      .select({ number: incidentRevisions.number })
      .from(incidentRevisions)
      .where(and(eq(incidentRevisions.incidentId, incidentId), eq(incidentRevisions.state, "published")))
      .orderBy(desc(incidentRevisions.number))
      .limit(1);
    const nowPublished = previous?.number ?? null;
    await tx.update(incidents).set({ publishedRevision: nowPublished }).where(eq(incidents.id, incidentId));
    await recordAudit(tx, ctx, { action: "incident.withdraw", object: { kind: "incident", id: incidentId }, incidentId, reason, details: { revision: number, nowPublished } });
    return { nowPublished };
  });
}
