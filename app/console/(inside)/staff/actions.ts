"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { offBoard } from "@/domain/offboarding/off-board";
import { addStaffMember } from "@/domain/staff/add-staff-member";
import { approveGrant } from "@/domain/staff/approve-grant";
import { approveRenewal } from "@/domain/staff/approve-renewal";
import { endGrant } from "@/domain/staff/end-grant";
import { grantRole } from "@/domain/staff/grant-role";
import { mayDisableStaff, mayManageStaff } from "@/domain/staff/policy";
import { reactivateStaffMember } from "@/domain/staff/reactivate-staff-member";
import { renewGrant } from "@/domain/staff/renew-grant";
import { sendSetUpCode } from "@/domain/staff/send-set-up-code";

export async function addStaffMemberAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayManageStaff, form, async (ctx, input) => ({ redirect: `/console/staff/${await addStaffMember(ctx, input)}` }));
}

export async function grantRoleAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayManageStaff, form, async (ctx, input) => {
    await grantRole(ctx, input);
    return { redirect: `/console/staff/${String(input.staffId)}` };
  });
}

export async function approveGrantAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayManageStaff, form, async (ctx, input) => {
    await approveGrant(ctx, input);
    return { redirect: `/console/staff/${String(input.staffId)}` };
  });
}

export async function endGrantAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayManageStaff, form, async (ctx, input) => {
    await endGrant(ctx, input);
    return { redirect: `/console/staff/${String(input.staffId)}` };
  });
}

export async function renewGrantAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayManageStaff, form, async (ctx, input) => {
    await renewGrant(ctx, input);
    return { redirect: `/console/staff/${String(input.staffId)}` };
  });
}

export async function approveRenewalAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayManageStaff, form, async (ctx, input) => {
    await approveRenewal(ctx, input);
    return { redirect: `/console/staff/${String(input.staffId)}` };
  });
}

export async function reactivateStaffMemberAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayManageStaff, form, async (ctx, input) => {
    await reactivateStaffMember(ctx, input);
    return { redirect: `/console/staff/${String(input.staffId)}` };
  });
}

export async function sendSetUpCodeAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayManageStaff, form, async (ctx, input, { locale }) => {
    await sendSetUpCode(ctx, input);
    revalidatePath("/console/staff", "layout");
    return { message: (await getTranslations({ locale, namespace: "staff" }))("reset.done") };
  });
}

export async function offBoardAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayDisableStaff, form, async (ctx, input) => {
    await offBoard(ctx, input);
    return { redirect: `/console/staff/${String(input.staffId)}/off-boarding` };
  });
}
