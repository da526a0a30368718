"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { liftKey } from "@/domain/alarms/keys/lift-key";
import { plantKey } from "@/domain/alarms/keys/plant-key";
import { mayPlantKeys } from "@/domain/alarms/policy";

export async function plantKeyAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPlantKeys, form, async (ctx, input, member) => {
    const { key } = await plantKey(ctx, input);
    const t = await getTranslations({ locale: member.locale, namespace: "alarms" });
    revalidatePath("/console/alarms/keys");
    return { message: t("keys.made", { key }) };
  });
}

export async function liftKeyAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPlantKeys, form, async (ctx, input) => {
    await liftKey(ctx, input);
    return { redirect: "/console/alarms/keys" };
  });
}
