"use server";

import { currentIncidentOf } from "@/app/_server/current-incident";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { approveRetention, withdrawRetention } from "@/domain/retention/decide";
import { placeHold } from "@/domain/retention/place-hold";
import { mayApproveRetention, mayPlaceHolds, mayProposeRetention } from "@/domain/retention/policy";
import { proposeEnd, proposeLift, proposePeriod } from "@/domain/retention/propose";

const BACK = { redirect: "/console/erasures/retention" };

export async function proposePeriodAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayProposeRetention, form, async (ctx, input) => {
    await proposePeriod(ctx, { ...input, incidentId: (await currentIncidentOf(ctx)).id });
    return BACK;
  });
}

export async function proposeEndAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayProposeRetention, form, async (ctx, input) => {
    await proposeEnd(ctx, { ...input, incidentId: (await currentIncidentOf(ctx)).id });
    return BACK;
  });
}

export async function proposeLiftAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayProposeRetention, form, async (ctx, input) => {
    await proposeLift(ctx, input);
    return BACK;
  });
}

export async function placeHoldAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPlaceHolds, form, async (ctx, input) => {
    await placeHold(ctx, { ...input, incidentId: (await currentIncidentOf(ctx)).id });
    return BACK;
  });
}

export async function approveRetentionAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayApproveRetention, form, async (ctx, input) => {
    await approveRetention(ctx, input);
    return BACK;
  });
}

export async function withdrawRetentionAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayProposeRetention, form, async (ctx, input) => {
    await withdrawRetention(ctx, input);
    return BACK;
  });
}
