import { and, eq, sql } from "drizzle-orm";
import { noticeTemplateVersions } from "@/db/schema/notices";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, Invalid, parseInput } from "../../kernel/errors";
import type { TemplateId } from "../../kernel/ids";
import { withTransaction } from "../../kernel/transaction";
import { mayEditNotices } from "../policy";
import { getTemplateVersionForUpdate, readTemplateVersion } from "../queries";
import { noticeWording } from "../types";
import { addApologyInput } from "./input";

/**
 * Let an approved apology ride with a notice: its sections are put behind those of the draft, but for such as the draft has already. They are approved with the notice, as
 * words that its approver has read in their place. @throws {Forbidden} @throws {Invalid} @throws {Conflict} @throws {NotFound}
 */
export async function addApology(ctx: Context, raw: unknown): Promise<TemplateId> {
  authorise(ctx, mayEditNotices);
  const { staffId } = requireStaffActor(ctx);
  const { versionId, edit, apologyVersionId } = parseInput(addApologyInput, raw);
  return withTransaction(ctx, async (tx) => {
    const draft = await getTemplateVersionForUpdate(tx, versionId);
    if (draft.state !== "draft") throw new Conflict("not-a-draft");
    const apology = await readTemplateVersion(tx, apologyVersionId);
    if (apology.kind !== "apology" || apology.state !== "approved" || apology.incidentId !== draft.incidentId) throw new Invalid({ apologyVersionId: ["choose-one"] });
    const said = new Set(draft.content.sections.map((section) => JSON.stringify([section.when, section.text.ko, section.text.en])));
    const added = apology.content.sections.filter((section) => !said.has(JSON.stringify([section.when, section.text.ko, section.text.en])));
    const content = noticeWording.parse({ ...draft.content, sections: [...draft.content.sections, ...added] });
    const editedBy = draft.editedBy.includes(staffId) ? draft.editedBy : [...draft.editedBy, staffId];
    const saved = await tx
      .update(noticeTemplateVersions)
      .set({ content, edit: draft.edit + 1, editedBy, updatedAt: sql`clock_timestamp()` })
      .where(and(eq(noticeTemplateVersions.id, draft.id), eq(noticeTemplateVersions.state, "draft"), eq(noticeTemplateVersions.edit, edit)))
      .returning({ edit: noticeTemplateVersions.edit });
    if (saved.length === 0) throw new Conflict("wording-changed-meanwhile");
    await recordAudit(tx, ctx, { action: "template.add-apology", object: { kind: "template", id: draft.templateId }, incidentId: draft.incidentId, details: { number: draft.number, edit: draft.edit + 1, apologyVersionId, sections: added.length } });
    return draft.templateId;
  });
}
