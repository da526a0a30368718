"use server";

import { getTranslations } from "next-intl/server";
import { bytesOfFile } from "@/app/_server/bytes-of-file";
import { identifyAsker } from "@/app/_server/subject";
import { runVisitorAction } from "@/app/_server/visitor-action";
import type { FormState } from "@/components/form/form-state";
import { reportFake } from "@/domain/authenticity/reports/report-fake";

export async function reportFakeAction(_: FormState, form: FormData): Promise<FormState> {
  return runVisitorAction(form, async (ctx, input) => {
    const { reference } = await reportFake(ctx, input, await bytesOfFile(input.picture), await identifyAsker());
    return { message: (await getTranslations({ locale: ctx.locale, namespace: "verify" }))("report.done", { reference }) };
  });
}
