import { incidentRevisions, incidents } from "@/db/schema/incidents";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInputByPath } from "../kernel/errors";
import type { IncidentId } from "../kernel/ids";
import { withTransaction } from "../kernel/transaction";
import { createIncidentInput } from "./input";
import { mayEditIncidents } from "./policy";
import { registerDataClasses } from "./register-data-classes";

/** Open an incident with the first draft of its words. Nothing of it is public. @throws {Forbidden} @throws {Invalid} @throws {Conflict} when the address is taken */
export async function createIncident(ctx: Context, raw: unknown): Promise<IncidentId> {
  authorise(ctx, mayEditIncidents);
  const { staffId } = requireStaffActor(ctx);
  const { slug, content } = parseInputByPath(createIncidentInput, raw, "content");
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx.insert(incidents).values({ slug, createdBy: staffId }).onConflictDoNothing().returning({ id: incidents.id });
    if (!row) throw new Conflict("slug-taken");
    await tx.insert(incidentRevisions).values({ incidentId: row.id, number: 1, content, editedBy: [staffId] });
    await registerDataClasses(tx, row.id, content);
    await recordAudit(tx, ctx, { action: "incident.create", object: { kind: "incident", id: row.id }, incidentId: row.id, details: { slug } });
    return row.id as IncidentId;
  });
}
