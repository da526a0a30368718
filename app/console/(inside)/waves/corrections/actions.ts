"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { offersSms } from "@/app/_server/offers-sms";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { mayEditNotices } from "@/domain/notices/policy";
import { askCorrections } from "@/domain/waves/corrections/ask-corrections";
import { startCorrection } from "@/domain/waves/corrections/start-correction";
import { mayAskCorrections } from "@/domain/waves/policy";

export async function askCorrectionsAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayAskCorrections, form, async (ctx, input, { locale }) => {
    await askCorrections(ctx, input);
    revalidatePath("/console/waves/corrections");
    return { message: (await getTranslations({ locale, namespace: "corrections" }))("count.asked") };
  });
}

export async function startCorrectionAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEditNotices, form, async (ctx, input) => {
    const owed = (typeof input.owed === "string" ? input.owed.split(",") : []).filter(Boolean).map((each) => ({ what: each.slice(0, each.indexOf(":")), dataClass: each.slice(each.indexOf(":") + 1) }));
    const { templateId } = await startCorrection(ctx, { ...input, owed, sms: offersSms() });
    return { redirect: `/console/notices/${templateId}` };
  });
}
