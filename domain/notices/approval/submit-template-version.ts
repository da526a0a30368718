import { and, eq, sql } from "drizzle-orm";
import { noticeTemplateVersions } from "@/db/schema/notices";
import { recordAudit } from "../../audit/record-audit";
import { readFacts } from "../../facts/queries";
import { authorise, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { submitTemplateVersionInput } from "../input";
import { mayEditNotices } from "../policy";
import { getTemplateVersionForUpdate } from "../queries";
import { measureMail, MOST_MAIL_BYTES } from "../rendering/measure-mail";
import { whyNotSubmittable } from "../rules";

/** Ask for a wording to be approved. It must be whole in every language, and its mail no larger than mail programs show whole; from here nobody edits it. @throws {Forbidden} @throws {Invalid} @throws {Conflict} */
export async function submitTemplateVersion(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayEditNotices);
  const { versionId, edit } = parseInput(submitTemplateVersionInput, raw);
  await withTransaction(ctx, async (tx) => {
    const draft = await getTemplateVersionForUpdate(tx, versionId);
    const refusal = whyNotSubmittable(draft, (await readFacts(tx, draft.incidentId)).map(({ name }) => name));
    if (refusal) throw refusal;
    if ((await measureMail(draft.content)).bytes > MOST_MAIL_BYTES) throw new Conflict("mail-too-large");
    const moved = await tx
      .update(noticeTemplateVersions)
      .set({ state: "in-review", updatedAt: sql`clock_timestamp()` })
      .where(and(eq(noticeTemplateVersions.id, versionId), eq(noticeTemplateVersions.state, "draft"), eq(noticeTemplateVersions.edit, edit)))
      .returning({ id: noticeTemplateVersions.id });
    if (moved.length === 0) throw new Conflict("wording-changed-meanwhile");
    await recordAudit(tx, ctx, { action: "template.submit", object: { kind: "template", id: draft.templateId }, incidentId: draft.incidentId, details: { number: draft.number, edit } });
  });
}
