import "server-only";
import { getTranslations } from "next-intl/server";
import type { FormState } from "@/components/form/form-state";
import { fieldName, type FieldNames } from "@/components/incidents/field-name";
import { locales, type Locale } from "@/db/values/locales";
import { Invalid } from "@/domain/kernel/errors";

/** Answer a statement that could not be proposed, each problem with the name of its field, because the form repeats its labels in every language. What is no such problem is thrown on. */
export async function explainFactProblems(locale: Locale, error: unknown, values: Record<string, string>): Promise<FormState> {
  if (!(error instanceof Invalid)) throw error;
  const errors = await getTranslations({ locale, namespace: "errors" });
  const t = await getTranslations({ locale, namespace: "fact-console" });
  const languages = Object.fromEntries(locales.map((language) => [language, t(`language.${language}`)])) as Record<Locale, string>;
  const names = t.raw("field") as FieldNames;
  const say = (path: string, key: string) => {
    const problem = errors.has(key) ? errors(key) : errors("invalid-input");
    const field = fieldName(names, languages, path);
    return field ? t("problem", { field, problem }) : problem;
  };
  const fields = Object.fromEntries(Object.entries(error.fields).map(([path, keys]) => [path, keys.map((key) => say(path, key))]));
  return { status: "invalid", title: errors("summary"), fields, values };
}
