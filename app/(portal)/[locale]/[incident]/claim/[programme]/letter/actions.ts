"use server";

import { runSubjectAction } from "@/app/_server/subject-action";
import type { FormState } from "@/components/form/form-state";
import { findOwnDraft } from "@/domain/claims/own-claim";
import { startByLetter } from "@/domain/claims/start-by-letter";

export async function startByLetterAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => {
    const programme = await startByLetter(ctx, input);
    const draft = await findOwnDraft(ctx, programme.id);
    return { redirect: `${base}/claim/${programme.slug}/${draft?.answers?.benefits.length === 0 ? "benefits" : "answers"}` };
  });
}
