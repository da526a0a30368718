import { noticeTemplates, noticeTemplateVersions } from "@/db/schema/notices";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInputByPath } from "../../kernel/errors";
import type { TemplateId, TemplateVersionId } from "../../kernel/ids";
import { withTransaction } from "../../kernel/transaction";
import { createTemplateInput } from "../input";
import { mayEditNotices } from "../policy";

/** Begin the wording of a notice, with its first draft. @throws {Forbidden} @throws {Invalid} @throws {Conflict} when the incident has a template of that name */
export async function createTemplate(ctx: Context, raw: unknown): Promise<{ templateId: TemplateId; versionId: TemplateVersionId }> {
  authorise(ctx, mayEditNotices);
  const { staffId } = requireStaffActor(ctx);
  const { incidentId, kind, name, content, corrects } = parseInputByPath(createTemplateInput, raw, "content");
  return withTransaction(ctx, async (tx) => {
    const [template] = await tx.insert(noticeTemplates).values({ incidentId, kind, name, createdBy: staffId, corrects: corrects?.versionId, correction: corrects }).onConflictDoNothing().returning({ id: noticeTemplates.id });
    if (!template) throw new Conflict("template-name-taken");
    const [version] = await tx.insert(noticeTemplateVersions).values({ templateId: template.id, number: 1, content, editedBy: [staffId] }).returning({ id: noticeTemplateVersions.id });
    if (!version) throw new Error("insert returned no row");
    await recordAudit(tx, ctx, { action: "template.create", object: { kind: "template", id: template.id }, incidentId, details: { kind, ...(corrects && { corrects: corrects.versionId }) } });
    return { templateId: template.id as TemplateId, versionId: version.id as TemplateVersionId };
  });
}
