import { noticeDefects } from "@/db/schema/notices";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { reportDefectInput } from "../input";
import { mayReportDefects } from "../policy";
import { getTemplateVersionForUpdate } from "../queries";

/** Say what is wrong with an approved wording: a class that it leaves out, or something else. From then on no wave goes out with it, and whoever got it is owed a correction. @throws {Forbidden} @throws {Invalid} @throws {Conflict} */
export async function reportDefect(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayReportDefects);
  const { staffId } = requireStaffActor(ctx);
  const { versionId, dataClass, note } = parseInput(reportDefectInput, raw);
  await withTransaction(ctx, async (tx) => {
    const version = await getTemplateVersionForUpdate(tx, versionId);
    if (version.state !== "approved") throw new Conflict("wording-not-approved");
    await tx.insert(noticeDefects).values({ versionId, dataClass, note, reportedBy: staffId, reportedAt: ctx.clock.now() });
    await recordAudit(tx, ctx, { action: "template.report-defect", object: { kind: "template", id: version.templateId }, incidentId: version.incidentId, details: { number: version.number, dataClass, note } });
  });
}
