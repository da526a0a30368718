"use server";

import { readOrigin } from "@/app/_server/subject";
import { runSubjectAction } from "@/app/_server/subject-action";
import type { FormState } from "@/components/form/form-state";
import { chooseBenefits } from "@/domain/claims/answers/choose-benefits";
import type { Changed } from "@/domain/claims/answers/change-draft";
import { removeLoss } from "@/domain/claims/answers/remove-loss";
import { saveAccount } from "@/domain/claims/answers/save-account";
import { saveLoss } from "@/domain/claims/answers/save-loss";
import { saveLostTime } from "@/domain/claims/answers/save-lost-time";
import { fileClaim } from "@/domain/claims/file-claim";
import { findOwnDraft } from "@/domain/claims/own-claim";
import { startClaim } from "@/domain/claims/start-claim";
import { withdrawClaim } from "@/domain/claims/withdraw-claim";

/** Where the claim's pages are: below the programme that the form belongs to. */
function at(base: string, input: Record<string, unknown>): string {
  return `${base}/claim/${typeof input.programme === "string" ? encodeURIComponent(input.programme) : ""}`;
}

/** The next question, or the answers where all have one. */
function onwards(base: string, input: Record<string, unknown>, { next }: Changed): { redirect: string } {
  return { redirect: `${at(base, input)}/${next ?? "answers"}` };
}

export async function startClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => {
    const programme = await startClaim(ctx, input);
    const draft = await findOwnDraft(ctx, programme.id);
    // What can be chosen is asked first; where nothing can, the answers lead to what is missing.
    return { redirect: `${at(base, input)}/${draft?.answers?.benefits.length === 0 ? "benefits" : "answers"}` };
  });
}

export async function chooseBenefitsAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => onwards(base, input, await chooseBenefits(ctx, input)));
}

export async function saveLostTimeAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => onwards(base, input, await saveLostTime(ctx, input)));
}

export async function saveLossAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => {
    await saveLoss(ctx, input);
    return { redirect: `${at(base, input)}/losses` };
  });
}

export async function removeLossAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => {
    await removeLoss(ctx, input);
    return { redirect: `${at(base, input)}/losses` };
  });
}

export async function saveAccountAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => onwards(base, input, await saveAccount(ctx, input)));
}

export async function fileClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => {
    const { reference } = await fileClaim(ctx, input, await readOrigin());
    return { redirect: `${at(base, input)}/filed/${reference ?? ""}?filed=1` };
  });
}

export async function withdrawClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => {
    await withdrawClaim(ctx, input);
    return { redirect: `${at(base, input)}?withdrawn=1` };
  });
}
