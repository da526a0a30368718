"use server";

import { revalidatePath } from "next/cache";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import type { StaffContext } from "@/domain/kernel/context";
import { mayKeepCustodians } from "@/domain/keys/policy";
import { addCustodian } from "@/domain/keys/register/add-custodian";
import { setOwner } from "@/domain/keys/register/set-owner";
import { strikeCustodian } from "@/domain/keys/register/strike-custodian";

function act(form: FormData, what: (ctx: StaffContext, input: Record<string, unknown>) => Promise<unknown>): Promise<FormState> {
  return runStaffAction(mayKeepCustodians, form, async (ctx, input) => {
    await what(ctx, input);
    revalidatePath("/console/keys", "layout");
    return { redirect: `/console/keys/${String(input.keyId)}` };
  });
}

export async function addCustodianAction(_: FormState, form: FormData): Promise<FormState> {
  return act(form, addCustodian);
}

export async function strikeCustodianAction(_: FormState, form: FormData): Promise<FormState> {
  return act(form, strikeCustodian);
}

export async function setOwnerAction(_: FormState, form: FormData): Promise<FormState> {
  return act(form, setOwner);
}
