"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { mayMakeTokens, mayUseConsole } from "@/domain/staff/policy";
import { endOwnToken } from "@/domain/staff/tokens/end-own-token";
import { makeToken } from "@/domain/staff/tokens/make-token";

export async function makeTokenAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayMakeTokens, form, async (ctx, input) => {
    const { token } = await makeToken(ctx, input);
    revalidatePath("/console/account");
    return { state: { status: "done", values: { token } } };
  });
}

export async function endTokenAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayUseConsole, form, async (ctx, input, { locale }) => {
    await endOwnToken(ctx, input);
    revalidatePath("/console/account");
    return { message: (await getTranslations({ locale, namespace: "api-tokens" }))("ended") };
  });
}
