"use server";

import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { liftCanary } from "@/domain/exposure/canaries/lift-canary";
import { plantCanary } from "@/domain/exposure/canaries/plant-canary";
import { mayPlantCanaries, mayProposeCanaries } from "@/domain/exposure/canaries/policy";
import { proposeCanary } from "@/domain/exposure/canaries/propose-canary";
import { seeCanaryHits } from "@/domain/exposure/canaries/see-canary-hits";

const PAGE = { redirect: "/console/exposure/canaries" };

export async function proposeCanaryAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayProposeCanaries, form, async (ctx, input) => {
    await proposeCanary(ctx, input);
    return PAGE;
  });
}

export async function plantCanaryAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPlantCanaries, form, async (ctx, input) => {
    await plantCanary(ctx, input);
    return PAGE;
  });
}

export async function liftCanaryAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayProposeCanaries, form, async (ctx, input) => {
    await liftCanary(ctx, input);
    return PAGE;
  });
}

export async function seeCanaryHitsAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayProposeCanaries, form, async (ctx, input) => {
    await seeCanaryHits(ctx, input);
    return PAGE;
  });
}
