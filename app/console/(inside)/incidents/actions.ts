"use server";

import { revalidatePath } from "next/cache";
import { chooseIncident } from "@/app/_server/current-incident";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { formValues } from "@/components/incidents/form-values";
import { createIncident } from "@/domain/incidents/create-incident";
import { mayEditIncidents, mayPublishIncidents } from "@/domain/incidents/policy";
import { publishIncidentRevision } from "@/domain/incidents/publish-incident-revision";
import { readRevisionForm } from "@/domain/incidents/read-revision-form";
import { returnIncidentRevision } from "@/domain/incidents/return-incident-revision";
import { changeRevisionRows, dropEmptyRows } from "@/domain/incidents/rules";
import { saveIncidentDraft } from "@/domain/incidents/save-incident-draft";
import { startIncidentDraft } from "@/domain/incidents/start-incident-draft";
import { submitIncidentRevision } from "@/domain/incidents/submit-incident-revision";
import { withdrawIncidentRevision } from "@/domain/incidents/withdraw-incident-revision";
import { explainDraftRefusal } from "./draft-refusal";

export async function createIncidentAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEditIncidents, form, async (ctx, input) => {
    const incidentId = await createIncident(ctx, { slug: input.slug, content: readRevisionForm(formValues(form)) });
    await chooseIncident(incidentId);
    revalidatePath("/console", "layout");
    return { redirect: "/console/incidents/edit" };
  });
}

export async function startDraftAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEditIncidents, form, async (ctx, input) => {
    await startIncidentDraft(ctx, input);
    revalidatePath("/console", "layout");
    return { redirect: "/console/incidents/edit" };
  });
}

export async function saveDraftAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEditIncidents, form, async (ctx, input, { locale }) => {
    const { rows, then, ...typed } = formValues(form);
    // Without JavaScript: the form comes back with its rows changed, and nothing is saved.
    if (rows) return { state: { status: "idle", values: changeRevisionRows(typed, rows).form } };
    const values = dropEmptyRows(typed);
    try {
      const { edit } = await saveIncidentDraft(ctx, { ...input, content: readRevisionForm(values) });
      // The clock in the console's head, and pages that the browser has kept, show what was there before.
      revalidatePath("/console", "layout");
      return then === "preview" ? { redirect: "/console/incidents/preview" } : { state: { status: "done", values: { ...values, edit: String(edit) } } };
    } catch (error) {
      const state = await explainDraftRefusal(ctx, locale, error, values);
      if (state) return { state };
      throw error;
    }
  });
}

export async function submitRevisionAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEditIncidents, form, async (ctx, input, { locale }) => {
    try {
      await submitIncidentRevision(ctx, input);
    } catch (error) {
      const state = await explainDraftRefusal(ctx, locale, error, {});
      if (state) return { state };
      throw error;
    }
    revalidatePath("/console", "layout");
    return { redirect: "/console/incidents/preview" };
  });
}

export async function returnRevisionAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEditIncidents, form, async (ctx, input) => {
    await returnIncidentRevision(ctx, input);
    revalidatePath("/console", "layout");
    return { redirect: "/console/incidents/preview" };
  });
}

export async function publishRevisionAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPublishIncidents, form, async (ctx, input) => {
    await publishIncidentRevision(ctx, input);
    revalidatePath("/console", "layout");
    return { redirect: "/console/incidents" };
  });
}

export async function withdrawRevisionAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPublishIncidents, form, async (ctx, input) => {
    await withdrawIncidentRevision(ctx, input);
    revalidatePath("/console", "layout");
    return { redirect: "/console/incidents" };
  });
}
