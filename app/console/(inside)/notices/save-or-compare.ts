import { findCurrentIncident } from "@/app/_server/current-incident";
import type { OtherSave } from "@/components/notices/draft-state";
import { formatClock } from "@/content/formats";
import type { StaffContext } from "@/domain/kernel/context";
import { Conflict } from "@/domain/kernel/errors";
import { getTemplateVersion } from "@/domain/notices/queries";
import { saveTemplateDraft } from "@/domain/notices/editing/save-template-draft";
import { listStaffNames } from "@/domain/staff/queries";

type Saved = { kind: "saved"; edit: number; at: string } | ({ kind: "conflict" } & OtherSave);

/** Save a draft; where somebody else has saved since the edit it started from, give back their words, with who saved them and when, so that the two can be put together. */
export async function saveOrCompare(ctx: StaffContext, input: Record<string, unknown>): Promise<Saved> {
  const timeZone = (await findCurrentIncident(ctx)).current?.timeZone ?? "Asia/Seoul";
  try {
    const { edit } = await saveTemplateDraft(ctx, input);
    return { kind: "saved", edit, at: formatClock(ctx.clock.now(), timeZone) };
  } catch (error) {
    if (!(error instanceof Conflict) || error.reason !== "wording-changed-meanwhile") throw error;
    const { edit, content, editedBy, updatedAt } = await getTemplateVersion(ctx, String(input.versionId));
    const names = await listStaffNames(ctx);
    return { kind: "conflict", edit, content, by: names.get(editedBy.at(-1) ?? "") ?? "–", at: formatClock(updatedAt, timeZone) };
  }
}
