"use server";

import { revalidatePath } from "next/cache";
import { findCurrentIncident } from "@/app/_server/current-incident";
import type { ActionResult } from "@/app/_server/run-action";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { formValues } from "@/components/incidents/form-values";
import { approveFactValue } from "@/domain/facts/approve-fact-value";
import { createFact } from "@/domain/facts/create-fact";
import { mayApproveFacts, mayProposeFacts } from "@/domain/facts/policy";
import { proposeFactValue } from "@/domain/facts/propose-fact-value";
import { returnFactValue } from "@/domain/facts/return-fact-value";
import { withdrawFactValue } from "@/domain/facts/withdraw-fact-value";
import type { StaffContext } from "@/domain/kernel/context";
import { explainFactProblems } from "./fact-problems";
import { readFactForm } from "./fact-form";

export async function createFactAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayProposeFacts, form, async (ctx, input, { locale }) => {
    try {
      await createFact(ctx, { ...input, ...readFactForm(input, await zoneOf(ctx, input.incidentId)) });
    } catch (error) {
      return { state: await explainFactProblems(locale, error, formValues(form)) };
    }
    return toFact(input);
  });
}

export async function proposeFactValueAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayProposeFacts, form, async (ctx, input, { locale }) => {
    try {
      await proposeFactValue(ctx, { ...input, ...readFactForm(input, await zoneOf(ctx, input.incidentId)) });
    } catch (error) {
      return { state: await explainFactProblems(locale, error, formValues(form)) };
    }
    return toFact(input);
  });
}

export async function approveFactValueAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayApproveFacts, form, async (ctx, input) => {
    await approveFactValue(ctx, input);
    return toFact(input);
  });
}

export async function returnFactValueAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayApproveFacts, form, async (ctx, input) => {
    await returnFactValue(ctx, input);
    return toFact(input);
  });
}

export async function withdrawFactValueAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayProposeFacts, form, async (ctx, input) => {
    await withdrawFactValue(ctx, input);
    return toFact(input);
  });
}

/** On with the page of the fact, with everything that shows facts read anew. */
function toFact({ name }: Record<string, unknown>): ActionResult {
  revalidatePath("/console", "layout");
  return { redirect: `/console/incidents/facts/${encodeURIComponent(String(name).trim())}` };
}

/** The zone of the incident that a form is about: its times were typed in it. */
async function zoneOf(ctx: StaffContext, incidentId: unknown): Promise<string> {
  const { all } = await findCurrentIncident(ctx);
  return all.find(({ id }) => id === incidentId)?.timeZone ?? "UTC";
}
