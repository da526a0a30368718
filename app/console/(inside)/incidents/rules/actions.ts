"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { findCurrentIncident } from "@/app/_server/current-incident";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { formValues } from "@/components/incidents/form-values";
import type { Locale } from "@/db/values/locales";
import type { StaffContext } from "@/domain/kernel/context";
import { Conflict, Invalid } from "@/domain/kernel/errors";
import { situationFacts } from "@/domain/rules/input";
import { maySaveSituation } from "@/domain/rules/policy";
import { getIncidentRules } from "@/domain/rules/queries";
import { saveSituation } from "@/domain/rules/save-situation";
import { changedFacts, readSituationForm } from "@/domain/rules/situation-form";
import { placeNames } from "./place-names";

export async function saveSituationAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(maySaveSituation, form, async (ctx, input, { locale }) => {
    const values = formValues(form);
    const timeZone = (await findCurrentIncident(ctx)).all.find(({ id }) => id === input.incidentId)?.timeZone ?? "Asia/Seoul";
    const t = await getTranslations({ locale, namespace: "rules" });
    try {
      await saveSituation(ctx, { incidentId: input.incidentId, version: input.version, content: readSituationForm(values, timeZone) });
    } catch (error) {
      const state = await explainRefusal(ctx, locale, error, values, timeZone);
      if (state) return { state };
      throw error;
    }
    revalidatePath("/console", "layout");
    return { message: t("situation.saved") };
  });
}

/** Problems with the names of their fields, because the form is long; a conflict with the fields in which the two differ. Null for everything else. */
async function explainRefusal(ctx: StaffContext, locale: Locale, error: unknown, values: Record<string, string>, timeZone: string): Promise<FormState | null> {
  const errors = await getTranslations({ locale, namespace: "errors" });
  const t = await getTranslations({ locale, namespace: "rules" });
  const place = await placeNames(locale);
  const name = (field: string) => (field.startsWith("counted.") ? place(field.slice("counted.".length)) : t.has(`situation.field.${field}`) ? t(`situation.field.${field}`) : null);
  if (error instanceof Invalid) {
    const say = (field: string, key: string) => {
      const problem = errors.has(key) ? errors(key) : errors("invalid-input");
      const called = name(field);
      return called ? t("situation.problem", { field: called, problem }) : problem;
    };
    return { status: "invalid", title: errors("summary"), fields: Object.fromEntries(Object.entries(error.fields).map(([field, keys]) => [field, keys.map((key) => say(field, key))])), values };
  }
  if (!(error instanceof Conflict)) return null;
  const { recorded } = await getIncidentRules(ctx, values.incidentId ?? "");
  const differing = changedFacts(recorded.facts, situationFacts.parse(readSituationForm(values, timeZone))).map((field) => name(field) ?? field);
  // The form is made anew from their save, so that saving again is a decision.
  revalidatePath("/console/incidents/rules");
  return { status: "refused", title: errors("refused"), message: errors(error.reason), fields: { form: [differing.length > 0 ? t("situation.differs", { fields: differing.join(", ") }) : t("situation.same")] }, values };
}
