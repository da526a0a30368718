"use server";

import { getTranslations } from "next-intl/server";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { discardLetters } from "@/domain/letters/discard-letters";
import { handOverLetters } from "@/domain/letters/hand-over-letters";
import { mayHandOverLetters, mayRecordReturnedLetters } from "@/domain/letters/policy";
import { recordReturnedLetters } from "@/domain/letters/record-returned-letters";
import { returnsInput } from "./returns-input";

export async function handOverLettersAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayHandOverLetters, form, async (ctx, input) => ({ redirect: `/console/waves/${await handOverLetters(ctx, input)}/letters` }));
}

export async function discardLettersAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayHandOverLetters, form, async (ctx, input) => ({ redirect: `/console/waves/${await discardLetters(ctx, input)}/letters` }));
}

export async function recordReturnedLettersAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayRecordReturnedLetters, form, async (ctx, input, { locale }) => {
    const t = await getTranslations({ locale, namespace: "letters" });
    const { recorded, repeated, unknown } = await recordReturnedLetters(ctx, await returnsInput(input));
    const lines = unknown.slice(0, 20).join(", ");
    return { message: [t("returned.recorded", { count: recorded }), ...(repeated > 0 ? [t("returned.repeated", { count: repeated })] : []), ...(unknown.length > 0 ? [t("returned.unknown", { count: unknown.length, lines })] : [])].join(" ") };
  });
}
