import { and, eq } from "drizzle-orm";
import { noticeTemplateVersions } from "@/db/schema/notices";
import { recordAudit } from "../../audit/record-audit";
import { readFacts } from "../../facts/queries";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { approveTemplateVersionInput } from "../input";
import { judgeVersion } from "../lint/lint-version";
import { mayApproveNotices } from "../policy";
import { getTemplateVersionForUpdate } from "../queries";
import { whyNotApprovable } from "../rules";

/** Approve a wording for ever. Nobody who edited it may, and nobody while the check finds something in it; `edit` names the words that were read. @throws {Forbidden} @throws {Invalid} @throws {Conflict} */
export async function approveTemplateVersion(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayApproveNotices);
  const { staffId } = requireStaffActor(ctx);
  const { versionId, edit } = parseInput(approveTemplateVersionInput, raw);
  await withTransaction(ctx, async (tx) => {
    const version = await getTemplateVersionForUpdate(tx, versionId);
    const refusal = whyNotApprovable(version, staffId, edit, (await readFacts(tx, version.incidentId)).map(({ name }) => name));
    if (refusal) throw refusal;
    const { open } = await judgeVersion(tx, ctx.clock.now(), version, null);
    if (open > 0) throw new Conflict("wording-has-findings", { count: open });
    const approved = await tx
      .update(noticeTemplateVersions)
      .set({ state: "approved", approvedBy: staffId, approvedAt: ctx.clock.now() })
      .where(and(eq(noticeTemplateVersions.id, versionId), eq(noticeTemplateVersions.state, "in-review")))
      .returning({ id: noticeTemplateVersions.id });
    if (approved.length === 0) throw new Conflict("wording-not-in-review");
    await recordAudit(tx, ctx, { action: "template.approve", object: { kind: "template", id: version.templateId }, incidentId: version.incidentId, details: { number: version.number, edit } });
  });
}
