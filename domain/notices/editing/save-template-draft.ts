import { and, eq, sql } from "drizzle-orm";
import { noticeTemplateVersions } from "@/db/schema/notices";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInputByPath } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { saveTemplateDraftInput } from "../input";
import { mayEditNotices } from "../policy";
import { getTemplateVersionForUpdate } from "../queries";

/** Save a draft as far as it has come. `edit` is the save the editor started from: if somebody has saved since, neither text is lost. @throws {Forbidden} @throws {Invalid} @throws {Conflict} */
export async function saveTemplateDraft(ctx: Context, raw: unknown): Promise<{ edit: number }> {
  authorise(ctx, mayEditNotices);
  const { staffId } = requireStaffActor(ctx);
  const input = parseInputByPath(saveTemplateDraftInput, raw, "content");
  return withTransaction(ctx, async (tx) => {
    const draft = await getTemplateVersionForUpdate(tx, input.versionId);
    if (draft.state !== "draft") throw new Conflict("not-a-draft");
    const editedBy = [...draft.editedBy.filter((id) => id !== staffId), staffId];
    const [saved] = await tx
      .update(noticeTemplateVersions)
      .set({ content: input.content, edit: draft.edit + 1, editedBy, updatedAt: sql`clock_timestamp()` })
      .where(and(eq(noticeTemplateVersions.id, draft.id), eq(noticeTemplateVersions.state, "draft"), eq(noticeTemplateVersions.edit, input.edit)))
      .returning({ edit: noticeTemplateVersions.edit });
    if (!saved) throw new Conflict("wording-changed-meanwhile");
    await recordAudit(tx, ctx, { action: "template.save-draft", object: { kind: "template", id: draft.templateId }, incidentId: draft.incidentId, details: { number: draft.number, edit: saved.edit } });
    return saved;
  });
}
