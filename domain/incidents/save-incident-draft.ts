import { and, eq, sql } from "drizzle-orm";
import { incidentRevisions } from "@/db/schema/incidents";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInputByPath } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { saveIncidentDraftInput } from "./input";
import { mayEditIncidents } from "./policy";
import { getRevisionForUpdate } from "./queries";
import { registerDataClasses } from "./register-data-classes";
import { changedParts, noticeDue } from "./rules";
import type { RevisionContent } from "./types";

/**
 * Save a draft's words as far as they have come. `edit` is the save that the editor started from: if somebody else has saved since, this is a
 * Conflict and neither text is lost. @throws {Forbidden} @throws {Invalid} @throws {Conflict}
 */
export async function saveIncidentDraft(ctx: Context, raw: unknown): Promise<{ edit: number }> {
  authorise(ctx, mayEditIncidents);
  const { staffId } = requireStaffActor(ctx);
  const input = parseInputByPath(saveIncidentDraftInput, raw, "content");
  return withTransaction(ctx, async (tx) => {
    const draft = await getRevisionForUpdate(tx, input.incidentId, input.number);
    if (draft.state !== "draft") throw new Conflict("not-a-draft");
    const changed = changedParts(draft.content, input.content);
    const [saved] = await tx
      .update(incidentRevisions)
      .set({
        content: input.content,
        edit: draft.edit + 1,
        editedBy: draft.editedBy.includes(staffId) ? draft.editedBy : [...draft.editedBy, staffId],
        updatedAt: sql`now()`,
      })
      .where(and(eq(incidentRevisions.incidentId, input.incidentId), eq(incidentRevisions.number, input.number), eq(incidentRevisions.state, "draft"), eq(incidentRevisions.edit, input.edit)))
      .returning({ edit: incidentRevisions.edit });
    if (!saved) throw new Conflict("draft-changed-meanwhile");
    await registerDataClasses(tx, input.incidentId, input.content);
    await recordAudit(tx, ctx, { action: "incident.save-draft", object: { kind: "incident", id: input.incidentId }, incidentId: input.incidentId, details: { revision: input.number, changed, ...(changed.includes("knewLeak") ? { noticeDue: { before: dueBy(draft.content), after: dueBy(input.content) } } : {}) } });
    return saved;
  });
}

/** The last instant for telling people by some words; null while nobody has written when the leak became known. */
function dueBy({ knewLeak }: RevisionContent): string | null {
  return knewLeak && noticeDue(new Date(knewLeak)).toISOString();
}
