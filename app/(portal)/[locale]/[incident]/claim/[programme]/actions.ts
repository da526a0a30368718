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
import { appealClaim } from "@/domain/claims/appeal-claim";
import { changeAccount } from "@/domain/claims/change-account";
import { dropDraft } from "@/domain/claims/drop-draft";
import { fileClaim } from "@/domain/claims/file-claim";
import { answerRequest } from "@/domain/claims/requests/answer-request";
import { writeClaimMessage } from "@/domain/claims/messages/write-claim-message";
import type { Claim } from "@/domain/claims/types";
import { Conflict } from "@/domain/kernel/errors";
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

/** The claim's page, which says what was done. */
function afterwards(base: string, input: Record<string, unknown>, { reference }: Pick<Claim, "reference">, done: string): { redirect: string } {
  return { redirect: `${at(base, input)}/filed/${reference ?? ""}?done=${done}` };
}

export async function startClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => {
    await startClaim(ctx, input);
    // The answers lead to the first question that is open.
    return { redirect: `${at(base, input)}/answers` };
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

/** Where somebody is led whose claim cannot be filed as their page had it: that page would refuse it however often it is sent. */
const LEADS = new Map([
  ["terms-changed", "/answers?terms=changed"],
  ["claim-incomplete", "/answers"],
  ["not-eligible", ""],
  ["claim-ended", "?ended=1"],
]);

export async function fileClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => {
    try {
      return afterwards(base, input, await fileClaim(ctx, input, await readOrigin()), "filed");
    } catch (error) {
      const lead = error instanceof Conflict ? LEADS.get(error.reason) : undefined;
      if (lead === undefined) throw error;
      return { redirect: `${at(base, input)}${lead}` };
    }
  });
}

export async function dropDraftAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => {
    await dropDraft(ctx, input);
    return { redirect: `${at(base, input)}?dropped=1` };
  });
}

export async function withdrawClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => {
    await withdrawClaim(ctx, input);
    return { redirect: `${at(base, input)}?withdrawn=1` };
  });
}

export async function answerRequestAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => afterwards(base, input, await answerRequest(ctx, input), "answered"));
}

export async function appealClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => afterwards(base, input, await appealClaim(ctx, input), "appealed"));
}

export async function writeClaimMessageAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => afterwards(base, input, await writeClaimMessage(ctx, input), "message"));
}

export async function changeAccountAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => afterwards(base, input, await changeAccount(ctx, input, await readOrigin()), "account"));
}
