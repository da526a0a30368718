"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { archivePosting } from "@/domain/postings/archive-posting";
import { askForCheck } from "@/domain/postings/ask-for-check";
import { extendPosting } from "@/domain/postings/extend-posting";
import { mayKeepPostings, mayProposePostings, mayPublishPostings, mayWithdrawPostings } from "@/domain/postings/policy";
import { proposePosting } from "@/domain/postings/propose-posting";
import { publishPosting } from "@/domain/postings/publish-posting";
import { withdrawPosting } from "@/domain/postings/withdraw-posting";

const pageOf = (postingId: unknown) => `/console/postings/${String(postingId)}`;

export async function proposePostingAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayProposePostings, form, async (ctx, input) => ({ redirect: pageOf(await proposePosting(ctx, input)) }));
}

export async function publishPostingAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPublishPostings, form, async (ctx, input) => {
    await publishPosting(ctx, input);
    return { redirect: pageOf(input.postingId) };
  });
}

export async function withdrawPostingAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayWithdrawPostings, form, async (ctx, input) => {
    await withdrawPosting(ctx, input);
    return { redirect: pageOf(input.postingId) };
  });
}

export async function extendPostingAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayKeepPostings, form, async (ctx, input) => {
    await extendPosting(ctx, input);
    return { redirect: pageOf(input.postingId) };
  });
}

export async function archivePostingAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayKeepPostings, form, async (ctx, input) => {
    await archivePosting(ctx, input);
    return { redirect: pageOf(input.postingId) };
  });
}

export async function checkPostingsAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayKeepPostings, form, async (ctx, input, { locale }) => {
    await askForCheck(ctx, input);
    revalidatePath(pageOf(input.postingId));
    return { message: (await getTranslations({ locale, namespace: "postings" }))("checks.asked") };
  });
}
