"use server";

import { revalidatePath } from "next/cache";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { addGuest } from "@/domain/installation/add-guest";
import { confirmInstallation } from "@/domain/installation/confirm-installation";
import { markCopy } from "@/domain/installation/mark-copy";
import { mayManageInstallation } from "@/domain/installation/policy";
import { removeGuest } from "@/domain/installation/remove-guest";
import { returnToTrial } from "@/domain/installation/return-to-trial";
import { findMissing } from "@/domain/installation/rules";
import { takeLive } from "@/domain/installation/take-live";
import type { StaffContext } from "@/domain/kernel/context";
import { loadEnv } from "@/lib/env";

/** Each act changes what the whole page says, and the banner of every page. */
function act(form: FormData, what: (ctx: StaffContext, input: Record<string, unknown>) => Promise<unknown>): Promise<FormState> {
  return runStaffAction(mayManageInstallation, form, async (ctx, input) => {
    await what(ctx, input);
    revalidatePath("/console", "layout");
    return { redirect: "/console/installation" };
  });
}

export async function addGuestAction(_: FormState, form: FormData): Promise<FormState> {
  return act(form, addGuest);
}

export async function removeGuestAction(_: FormState, form: FormData): Promise<FormState> {
  return act(form, removeGuest);
}

export async function takeLiveAction(_: FormState, form: FormData): Promise<FormState> {
  return act(form, (ctx, input) => takeLive(ctx, input, { missing: findMissing(loadEnv()) }));
}

export async function returnToTrialAction(_: FormState, form: FormData): Promise<FormState> {
  return act(form, returnToTrial);
}

export async function confirmInstallationAction(_: FormState, form: FormData): Promise<FormState> {
  return act(form, confirmInstallation);
}

export async function markCopyAction(_: FormState, form: FormData): Promise<FormState> {
  return act(form, markCopy);
}
