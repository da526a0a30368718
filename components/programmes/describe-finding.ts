import type { getTranslations } from "next-intl/server";
import { formatCount, formatMoney, formatPercent } from "@/content/formats";
import type { Locale } from "@/db/values/locales";
import type { ProgrammeTerms } from "@/domain/programmes/types";

interface Finding {
  rule: string;
  place: string;
  values: Record<string, string | number | bigint>;
}

/** A finding of the fairness check as a sentence: what was found, where, and why it matters. */
export function describeFinding({ rule, place, values }: Finding, terms: ProgrammeTerms, locale: Locale, t: Awaited<ReturnType<typeof getTranslations<"programmes-console">>>): string {
  const [list, index] = place.split(".");
  const benefit = list === "benefits" ? (terms.benefits[Number(index)]?.name[locale] ?? "") : "";
  const document = list === "documents" ? (terms.documents[Number(index)]?.title[locale] ?? "") : "";
  const said = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === "bigint" ? formatMoney(value, terms.currency, locale) : name === "people" ? formatCount(value as number, locale) : name === "percent" ? formatPercent((value as number) / 100, locale, 0) : String(value)]),
  );
  return t(`finding.${rule}`, { benefit, document, ...said });
}
