"use server";

import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { askForReveals } from "@/domain/reveals/ask-for-reveals";
import { declineReveals } from "@/domain/reveals/decline-reveals";
import { grantReveals } from "@/domain/reveals/grant-reveals";
import { mayAskForReveals, mayDeclineReveals, mayGrantReveals } from "@/domain/reveals/policy";

const PAGE = { redirect: "/console/reveals" };

export async function askForRevealsAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayAskForReveals, form, async (ctx, input) => {
    await askForReveals(ctx, input);
    return PAGE;
  });
}

export async function grantRevealsAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayGrantReveals, form, async (ctx, input) => {
    await grantReveals(ctx, input);
    return PAGE;
  });
}

export async function declineRevealsAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayDeclineReveals, form, async (ctx, input) => {
    await declineReveals(ctx, input);
    return PAGE;
  });
}
