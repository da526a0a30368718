import { and, eq, isNull } from "drizzle-orm";
import { noticeDefects } from "@/db/schema/notices";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { withdrawDefectInput } from "../input";
import { mayReportDefects } from "../policy";
import { readTemplateVersion } from "../queries";

/** Take back that something is wrong with a wording. @throws {Forbidden} @throws {Conflict} when somebody has already */
export async function withdrawDefect(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayReportDefects);
  const { staffId } = requireStaffActor(ctx);
  const { defectId } = parseInput(withdrawDefectInput, raw);
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx
      .update(noticeDefects)
      .set({ withdrawnBy: staffId, withdrawnAt: ctx.clock.now() })
      .where(and(eq(noticeDefects.id, defectId), isNull(noticeDefects.withdrawnAt)))
      .returning();
    if (!row) throw new Conflict("defect-gone");
    const { templateId, incidentId, number } = await readTemplateVersion(tx, row.versionId);
    await recordAudit(tx, ctx, { action: "template.withdraw-defect", object: { kind: "template", id: templateId }, incidentId, details: { number, dataClass: row.dataClass } });
  });
}
