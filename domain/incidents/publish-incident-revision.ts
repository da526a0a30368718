import { and, eq } from "drizzle-orm";
import { incidentRevisions, incidents } from "@/db/schema/incidents";
import { recordAudit } from "../audit/record-audit";
import { readFacts } from "../facts/queries";
import { factValuesOf } from "../facts/rules";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { publishIncidentRevisionInput } from "./input";
import { mayPublishIncidents } from "./policy";
import { getRevisionForUpdate } from "./queries";
import { whyNotPublishable } from "./rules";

/** Publish a revision in review: from its commit on every reader sees it. Nobody who edited it may; `edit` names the words that were read. @throws {Forbidden} @throws {Conflict} */
export async function publishIncidentRevision(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayPublishIncidents);
  const { staffId } = requireStaffActor(ctx);
  const { incidentId, number, edit } = parseInput(publishIncidentRevisionInput, raw);
  await withTransaction(ctx, async (tx) => {
    const refusal = whyNotPublishable(await getRevisionForUpdate(tx, incidentId, number), staffId, edit, factValuesOf(await readFacts(tx, incidentId)));
    if (refusal) throw refusal;
    const published = await tx
      .update(incidentRevisions)
      .set({ state: "published", publishedBy: staffId, publishedAt: ctx.clock.now() })
      .where(and(eq(incidentRevisions.incidentId, incidentId), eq(incidentRevisions.number, number), eq(incidentRevisions.state, "in-review")))
      .returning({ number: incidentRevisions.number });
    if (published.length === 0) throw new Conflict("not-in-review");
    await tx.update(incidents).set({ publishedRevision: number }).where(eq(incidents.id, incidentId));
    await recordAudit(tx, ctx, { action: "incident.publish", object: { kind: "incident", id: incidentId }, incidentId, details: { revision: number, edit } });
  });
}
