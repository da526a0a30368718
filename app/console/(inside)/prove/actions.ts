"use server";

import { getTranslations } from "next-intl/server";
import { consolePath } from "@/app/_server/console-path";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { mayUseConsole } from "@/domain/staff/policy";
import { proveOneself } from "@/domain/staff/prove-oneself";

/** With `to`, back to the page from which somebody was sent here; without, what was asked goes on where it was. */
export async function proveOneselfAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayUseConsole, form, async (ctx, input, { locale }) => {
    await proveOneself(ctx, input);
    return "to" in input ? { redirect: consolePath(input.to) } : { message: (await getTranslations({ locale, namespace: "sessions" }))("prove.done") };
  });
}
