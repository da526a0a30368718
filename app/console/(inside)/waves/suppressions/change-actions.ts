"use server";

import { getTranslations } from "next-intl/server";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { addSuppression } from "@/domain/suppressions/add-suppression";
import { liftSuppression } from "@/domain/suppressions/lift-suppression";
import { mayChangeSuppressions } from "@/domain/suppressions/policy";

export async function addSuppressionAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayChangeSuppressions, form, async (ctx, input, { locale }) => {
    await addSuppression(ctx, input);
    return { message: (await getTranslations({ locale, namespace: "suppressions" }))("add.done") };
  });
}

export async function liftSuppressionAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayChangeSuppressions, form, async (ctx, input, { locale }) => {
    await liftSuppression(ctx, input);
    return { message: (await getTranslations({ locale, namespace: "suppressions" }))("lift.done") };
  });
}
