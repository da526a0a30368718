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
    const told = await returnsInput(input);
    const { recorded, repeated, unknown } = await recordReturnedLetters(ctx, told);
    // Lines that were typed are given back to be mended; those of a file are in the file.
    const typed = told.fromFile ? "" : unknown.map((line) => told.handles.split("\n")[line - 1]).join("\n");
    const lines = unknown.slice(0, 20).join(", ");
    const said = [
      recorded > 0 ? t("returned.recorded", { count: recorded }) : t("returned.none-recorded"),
      ...(repeated > 0 ? [t("returned.repeated", { count: repeated })] : []),
      ...(unknown.length > 0 ? [t("returned.unknown", { count: unknown.length, lines })] : []),
      ...(typed === "" ? [] : [t("returned.kept")]),
    ];
    return { state: { status: "done", message: said.join(" "), values: { handles: typed } } };
  });
}
