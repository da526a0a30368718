import type { getTranslations } from "next-intl/server";
import type { Conditions } from "@/components/notices/condition-in-words";
import { dataClasses, dataClassSlugs } from "@/content/data-classes";
import { subjectKinds } from "@/db/values/audience";
import type { Locale } from "@/db/values/locales";

/** What a section may depend on, in the words of one language. */
export function conditionWords(t: Awaited<ReturnType<typeof getTranslations<"notices">>>, locale: Locale): Conditions {
  return {
    dataClass: { label: t("condition.data-class"), any: t("condition.any-class"), options: dataClassSlugs.map((value) => ({ value, label: dataClasses[value].label[locale], said: t("condition.who-lost", { data: dataClasses[value].label[locale] }) })) },
    evidence: { label: t("condition.evidence"), any: t("condition.any-evidence"), options: (["confirmed", "possible"] as const).map((value) => ({ value, label: t(`condition.${value}`) })) },
    subjectKind: { label: t("condition.kind"), any: t("condition.any-kind"), options: subjectKinds.map((value) => ({ value, label: t(`condition.${value}`) })) },
  };
}
