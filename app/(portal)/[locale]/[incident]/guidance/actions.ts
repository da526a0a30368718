"use server";

import { runSubjectAction } from "@/app/_server/subject-action";
import type { FormState } from "@/components/form/form-state";
import { tickStep } from "@/domain/guidance/tick-step";

export async function tickStepAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => {
    await tickStep(ctx, input);
    return { redirect: `${base}/guidance#step-${String(input.step)}` };
  });
}
