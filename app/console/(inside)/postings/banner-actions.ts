"use server";

import { revalidatePath } from "next/cache";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { proposeBannerPage } from "@/domain/postings/banner/propose-banner-page";
import { registerBannerPage } from "@/domain/postings/banner/register-banner-page";
import { removeBannerPage } from "@/domain/postings/banner/remove-banner-page";
import { mayKeepPostings, mayProposeBannerPages, mayRegisterBannerPages } from "@/domain/postings/policy";

/** To the same page, whose address differs by its mark alone: the browser would not ask for it again. */
function toBanner(postingId: string): { redirect: string } {
  revalidatePath(`/console/postings/${postingId}`);
  return { redirect: `/console/postings/${postingId}#banner` };
}

export async function proposeBannerPageAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayProposeBannerPages, form, async (ctx, input) => {
    await proposeBannerPage(ctx, input);
    return toBanner(String(input.postingId));
  });
}

export async function registerBannerPageAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayRegisterBannerPages, form, async (ctx, input) => toBanner(await registerBannerPage(ctx, input)));
}

export async function removeBannerPageAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayKeepPostings, form, async (ctx, input) => toBanner(await removeBannerPage(ctx, input)));
}
