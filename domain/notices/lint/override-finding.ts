import { noticeOverrides } from "@/db/schema/notices";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { overrideFindingInput, type OverrideFinding } from "../input";
import { mayApproveNotices } from "../policy";
import { getTemplateVersionForUpdate } from "../queries";
import type { TemplateVersion } from "../types";
import { judgeVersion } from "./lint-version";
import { whyNotOverridable } from "./rules";
import type { JudgedFinding } from "./types";

/**
 * Pass over what the check found in a wording that is in review, with a reason. Nobody who edited it may, and nobody may pass over what the law asks for; it holds for the
 * words of this save alone. @throws {Forbidden} @throws {Invalid} @throws {Conflict}
 */
export async function overrideFinding(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayApproveNotices);
  const { versionId, ...input } = parseInput(overrideFindingInput, raw);
  await withTransaction(ctx, async (tx) => {
    const version = await getTemplateVersionForUpdate(tx, versionId);
    if (version.state !== "in-review") throw new Conflict("wording-not-in-review");
    const { findings } = await judgeVersion(tx, ctx.clock.now(), version, null);
    await recordOverride(tx, ctx, version, findings, input);
  });
}

/** Write down that a finding is passed over, for a verb that holds the version and has passed its own gate. @throws {Forbidden} @throws {Conflict} */
export async function recordOverride(tx: Executor, ctx: Context, version: TemplateVersion, findings: readonly JudgedFinding[], { edit, finding: key, reason }: Omit<OverrideFinding, "versionId">): Promise<void> {
  const { staffId } = requireStaffActor(ctx);
  const finding = findings.find((each) => each.key === key);
  const refusal = whyNotOverridable(version, finding, staffId, edit);
  if (refusal || !finding) throw refusal ?? new Conflict("finding-gone");
  const { rule, about, place } = finding;
  await tx.insert(noticeOverrides).values({ versionId: version.id, edit, finding: Buffer.from(key, "hex"), rule, locale: place.locale, about, reason, overriddenBy: staffId, overriddenAt: ctx.clock.now() });
  await recordAudit(tx, ctx, { action: "template.override-finding", object: { kind: "template", id: version.templateId }, incidentId: version.incidentId, details: { number: version.number, edit, rule, locale: place.locale, about, reason } });
}
