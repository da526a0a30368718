import "server-only";
import { getTranslations } from "next-intl/server";
import type { FormState } from "@/components/form/form-state";
import { fieldName, type FieldNames } from "@/components/incidents/field-name";
import { locales, type Locale } from "@/db/values/locales";
import { getIncidentForStaff } from "@/domain/incidents/queries";
import { readRevisionForm } from "@/domain/incidents/read-revision-form";
import { changedParts } from "@/domain/incidents/rules";
import { revisionContent, type RevisionForm } from "@/domain/incidents/types";
import type { Context } from "@/domain/kernel/context";
import { Conflict, Invalid } from "@/domain/kernel/errors";

/** The names of a revision's fields in one language. */
export async function fieldNames(locale: Locale): Promise<(path: string) => string> {
  const t = await getTranslations({ locale, namespace: "incident-editor" });
  const names = t.raw("field") as FieldNames;
  const languages = Object.fromEntries(locales.map((language) => [language, t(`language.${language}`)])) as Record<Locale, string>;
  return (path) => fieldName(names, languages, path);
}

/**
 * Answer a draft that could not be saved: problems with the names of their fields, because a long form repeats its labels; a conflict with the parts in
 * which the two texts differ, and with the other's save as the one to build on, so that saving again is a decision. Null for everything else.
 */
export async function explainDraftRefusal(ctx: Context, locale: Locale, error: unknown, values: RevisionForm): Promise<FormState | null> {
  const errors = await getTranslations({ locale, namespace: "errors" });
  const t = await getTranslations({ locale, namespace: "incident-editor" });
  const name = await fieldNames(locale);
  if (error instanceof Invalid) {
    const say = (key: string) => (errors.has(key) ? errors(key) : errors("invalid-input"));
    const fields = Object.fromEntries(Object.entries(error.fields).map(([path, keys]) => [path, keys.map((key) => (name(path) ? t("problem", { field: name(path), problem: say(key) }) : say(key)))]));
    return { status: "invalid", title: errors("summary"), fields, values };
  }
  if (!(error instanceof Conflict) || error.reason !== "draft-changed-meanwhile") return null;
  const { open } = await getIncidentForStaff(ctx, values.incidentId ?? "");
  if (open?.state !== "draft" || open.number !== Number(values.number)) return null;
  const parts = changedParts(open.content, revisionContent.parse(readRevisionForm(values))).map(name);
  const differs = parts.length > 0 ? t("differs", { parts: parts.join(", ") }) : t("same");
  return { status: "refused", title: errors("refused"), fields: { form: [differs] }, message: errors(error.reason), values: { ...values, edit: String(open.edit) } };
}
