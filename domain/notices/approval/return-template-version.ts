import { and, eq, sql } from "drizzle-orm";
import { noticeTemplateVersions } from "@/db/schema/notices";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { returnTemplateVersionInput } from "../input";
import { mayReturnNotices } from "../policy";
import { getTemplateVersionForUpdate } from "../queries";

/** Take a wording out of review, back to a draft that can be edited. @throws {Forbidden} @throws {Conflict} when it is not in review any more */
export async function returnTemplateVersion(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayReturnNotices);
  const { versionId } = parseInput(returnTemplateVersionInput, raw);
  await withTransaction(ctx, async (tx) => {
    const version = await getTemplateVersionForUpdate(tx, versionId);
    const moved = await tx
      .update(noticeTemplateVersions)
      .set({ state: "draft", updatedAt: sql`clock_timestamp()` })
      .where(and(eq(noticeTemplateVersions.id, versionId), eq(noticeTemplateVersions.state, "in-review")))
      .returning({ id: noticeTemplateVersions.id });
    if (moved.length === 0) throw new Conflict("wording-not-in-review");
    await recordAudit(tx, ctx, { action: "template.return", object: { kind: "template", id: version.templateId }, incidentId: version.incidentId, details: { number: version.number } });
  });
}
