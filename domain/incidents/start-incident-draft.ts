import { desc, eq } from "drizzle-orm";
import { incidentRevisions, incidents } from "@/db/schema/incidents";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { startIncidentDraftInput } from "./input";
import { mayEditIncidents } from "./policy";

/** Start the next draft from the published words, or from the newest if none are public. @throws {Forbidden} @throws {Conflict} when one is open already */
export async function startIncidentDraft(ctx: Context, raw: unknown): Promise<{ number: number }> {
  authorise(ctx, mayEditIncidents);
  const { staffId } = requireStaffActor(ctx);
  const { incidentId } = parseInput(startIncidentDraftInput, raw);
  return withTransaction(ctx, async (tx) => {
    const [incident] = await tx.select({ publishedRevision: incidents.publishedRevision }).from(incidents).where(eq(incidents.id, incidentId)).for("update");
    const revisions = await tx.select().from(incidentRevisions).where(eq(incidentRevisions.incidentId, incidentId)).orderBy(desc(incidentRevisions.number));
    const newest = revisions[0];
    if (!incident || !newest) throw new NotFound("incident");
    if (revisions.some(({ state }) => state === "draft" || state === "in-review")) throw new Conflict("draft-open-already");
    const base = revisions.find(({ number }) => number === incident.publishedRevision) ?? newest;
    const number = newest.number + 1;
    await tx.insert(incidentRevisions).values({ incidentId, number, content: base.content, editedBy: [staffId] });
    await recordAudit(tx, ctx, { action: "incident.start-draft", object: { kind: "incident", id: incidentId }, incidentId, details: { revision: number, from: base.number } });
    return { number };
  });
}
