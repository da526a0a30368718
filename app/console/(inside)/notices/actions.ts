"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { offersSms } from "@/app/_server/offers-sms";
import { runStaffAction } from "@/app/_server/staff-action";
import { starterTemplates } from "@/content/starter-templates/starter-templates";
import type { FormState } from "@/components/form/form-state";
import type { DraftState } from "@/components/notices/draft-state";
import { noticeKinds } from "@/db/values/notice-kinds";
import { Conflict } from "@/domain/kernel/errors";
import { approveTemplateVersion } from "@/domain/notices/approval/approve-template-version";
import { createTemplate } from "@/domain/notices/editing/create-template";
import { readWordingFields } from "@/domain/notices/rules";
import { overrideFinding } from "@/domain/notices/lint/override-finding";
import { withdrawOverride } from "@/domain/notices/lint/withdraw-override";
import { mayApproveNotices, mayEditNotices, mayReportDefects, mayReturnNotices } from "@/domain/notices/policy";
import { reportDefect } from "@/domain/notices/defects/report-defect";
import { returnTemplateVersion } from "@/domain/notices/approval/return-template-version";
import { startTemplateDraft } from "@/domain/notices/editing/start-template-draft";
import { submitTemplateVersion } from "@/domain/notices/approval/submit-template-version";
import { noticeWording, type NoticeWording } from "@/domain/notices/types";
import { withdrawDefect } from "@/domain/notices/defects/withdraw-defect";
import { saveOrCompare } from "./save-or-compare";

const blank = { subject: { ko: "", en: "" }, sections: [{ text: { ko: "", en: "" } }] };

export async function createTemplateAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEditNotices, form, async (ctx, input) => {
    const kind = noticeKinds.find((each) => each === input.kind);
    const { sms, ...letter } = kind && input.start === "template" ? starterTemplates[kind] : { ...blank, sms: undefined };
    // Without a gateway nobody would see the text message that they approve.
    const content = offersSms() && sms ? { ...letter, sms } : letter;
    const { templateId } = await createTemplate(ctx, { ...input, content });
    return { redirect: `/console/notices/${templateId}` };
  });
}

export async function startTemplateDraftAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEditNotices, form, async (ctx, input) => {
    await startTemplateDraft(ctx, input);
    return { redirect: `/console/notices/${String(input.templateId)}` };
  });
}

/** Save, and where the second button was pressed ask for approval of what was saved. Without JavaScript this is the one way to save. */
export async function saveTemplateDraftAction(_: DraftState, form: FormData): Promise<DraftState> {
  let saved: DraftState["saved"];
  let other: DraftState["other"];
  const state = await runStaffAction(mayEditNotices, form, async (ctx, input, { locale }) => {
    const done = await saveOrCompare(ctx, { ...input, content: readWordingFields(input) });
    if (done.kind === "conflict") {
      other = done;
      throw new Conflict("wording-changed-meanwhile");
    }
    saved = done;
    // Also when what follows is refused: the words are saved, and the form must go on from this save.
    revalidatePath("/console/notices", "layout");
    if (input.then === "submit") {
      await submitTemplateVersion(ctx, { ...input, edit: done.edit });
      return { redirect: `/console/notices/${String(input.templateId)}` };
    }
    return { message: (await getTranslations({ locale, namespace: "notices" }))("edit.saved") };
  });
  // What came back is put together from it again; the browser has nothing that would check it.
  return { ...state, saved, other, base: state.values && readBase(state.values.base) };
}

function readBase(json: string | undefined): NoticeWording | undefined {
  try {
    return noticeWording.safeParse(JSON.parse(json ?? "null")).data;
  } catch {
    return undefined;
  }
}

export async function returnTemplateVersionAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayReturnNotices, form, async (ctx, input) => {
    await returnTemplateVersion(ctx, input);
    return { redirect: `/console/notices/${String(input.templateId)}` };
  });
}

export async function approveTemplateVersionAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayApproveNotices, form, async (ctx, input) => {
    await approveTemplateVersion(ctx, input);
    return { redirect: `/console/notices/${String(input.templateId)}` };
  });
}

export async function overrideFindingAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayApproveNotices, form, async (ctx, input, { locale }) => {
    await overrideFinding(ctx, input);
    revalidatePath("/console", "layout");
    return { message: (await getTranslations({ locale, namespace: "lint" }))("override.done") };
  });
}

/** Also where a wave's page shows what was passed over. */
export async function withdrawOverrideAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayApproveNotices, form, async (ctx, input, { locale }) => {
    await withdrawOverride(ctx, input);
    revalidatePath("/console", "layout");
    return { message: (await getTranslations({ locale, namespace: "lint" }))("override.withdrawn") };
  });
}

export async function reportDefectAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayReportDefects, form, async (ctx, input) => {
    await reportDefect(ctx, input);
    return { redirect: `/console/notices/${String(input.templateId)}?version=${String(input.number)}` };
  });
}

export async function withdrawDefectAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayReportDefects, form, async (ctx, input) => {
    await withdrawDefect(ctx, input);
    return { redirect: `/console/notices/${String(input.templateId)}?version=${String(input.number)}` };
  });
}
