"use server";

import { revalidatePath } from "next/cache";
import { runSubjectAction } from "@/app/_server/subject-action";
import { idle, type FormState } from "@/components/form/form-state";
import { tickStep } from "@/domain/guidance/tick-step";

export async function tickStepAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input) => {
    await tickStep(ctx, input);
    // The page is drawn again where it stands, so that nobody loses their place.
    revalidatePath("/[locale]/[incident]/guidance", "page");
    return { state: idle };
  });
}
