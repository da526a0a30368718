import { dataClasses } from "@/content/data-classes";
import type { Locale } from "@/db/values/locales";
import type { Audience } from "@/domain/audiences/types";

/** Say in a line who gets a wave. */
export function audienceWords({ dataClasses: slugs, locales }: Audience, locale: Locale, words: { everybody: string; language: (of: Locale) => string }): string {
  const parts = [slugs.map((slug) => dataClasses[slug].label[locale]).join(", "), locales.map(words.language).join(", ")].filter((part) => part !== "");
  return parts.length > 0 ? parts.join(" · ") : words.everybody;
}
