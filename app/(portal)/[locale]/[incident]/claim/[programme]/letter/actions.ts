"use server";

import { runSubjectAction } from "@/app/_server/subject-action";
import type { FormState } from "@/components/form/form-state";
import { startByLetter } from "@/domain/claims/start-by-letter";

export async function startByLetterAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => {
    const programme = await startByLetter(ctx, input);
    return { redirect: `${base}/claim/${programme.slug}/answers` };
  });
}
