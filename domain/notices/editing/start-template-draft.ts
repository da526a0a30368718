import { desc, eq } from "drizzle-orm";
import { noticeTemplates, noticeTemplateVersions } from "@/db/schema/notices";
import { noticeSignatories } from "@/db/schema/signatories";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, NotFound, parseInput } from "../../kernel/errors";
import type { TemplateVersionId } from "../../kernel/ids";
import { withTransaction } from "../../kernel/transaction";
import { startTemplateDraftInput } from "../input";
import { mayEditNotices } from "../policy";

/** Start the next version of a wording from the newest. @throws {Forbidden} @throws {NotFound} @throws {Conflict} when one is open already */
export async function startTemplateDraft(ctx: Context, raw: unknown): Promise<{ versionId: TemplateVersionId; number: number }> {
  authorise(ctx, mayEditNotices);
  const { staffId } = requireStaffActor(ctx);
  const { templateId } = parseInput(startTemplateDraftInput, raw);
  return withTransaction(ctx, async (tx) => {
    const [template] = await tx.select().from(noticeTemplates).where(eq(noticeTemplates.id, templateId)).for("update");
    const [newest] = await tx.select().from(noticeTemplateVersions).where(eq(noticeTemplateVersions.templateId, templateId)).orderBy(desc(noticeTemplateVersions.number)).limit(1);
    if (!template || !newest) throw new NotFound("template");
    if (newest.state !== "approved") throw new Conflict("wording-open-already");
    const number = newest.number + 1;
    const [version] = await tx.insert(noticeTemplateVersions).values({ templateId, number, content: newest.content, editedBy: [staffId] }).returning({ id: noticeTemplateVersions.id });
    if (!version) throw new Error("insert returned no row");
    // Whoever signs the version before signs this one too, until somebody says otherwise.
    const [signs] = await tx.select().from(noticeSignatories).where(eq(noticeSignatories.versionId, newest.id));
    if (signs) await tx.insert(noticeSignatories).values({ ...signs, versionId: version.id });
    await recordAudit(tx, ctx, { action: "template.start-draft", object: { kind: "template", id: templateId }, incidentId: template.incidentId, details: { number } });
    return { versionId: version.id as TemplateVersionId, number };
  });
}
