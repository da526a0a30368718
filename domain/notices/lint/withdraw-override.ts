import { and, eq, isNull } from "drizzle-orm";
import { noticeOverrides } from "@/db/schema/notices";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { withdrawOverrideInput } from "../input";
import { mayApproveNotices } from "../policy";
import { readTemplateVersion } from "../queries";

/** Take back that a finding was passed over: it stands in the way again. What was approved meanwhile stays approved. @throws {Forbidden} @throws {Conflict} when somebody has already */
export async function withdrawOverride(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayApproveNotices);
  const { staffId } = requireStaffActor(ctx);
  const { overrideId } = parseInput(withdrawOverrideInput, raw);
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx
      .update(noticeOverrides)
      .set({ withdrawnBy: staffId, withdrawnAt: ctx.clock.now() })
      .where(and(eq(noticeOverrides.id, overrideId), isNull(noticeOverrides.withdrawnAt)))
      .returning();
    if (!row) throw new Conflict("override-gone");
    const { templateId, incidentId, number } = await readTemplateVersion(tx, row.versionId);
    await recordAudit(tx, ctx, { action: "template.withdraw-override", object: { kind: "template", id: templateId }, incidentId, details: { number, edit: row.edit, rule: row.rule, locale: row.locale, about: row.about } });
  });
}
