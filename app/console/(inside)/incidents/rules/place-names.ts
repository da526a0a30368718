import "server-only";
import { getTranslations } from "next-intl/server";
import { loadRulebook } from "@/content/rules/rulebook";
import type { Locale } from "@/db/values/locales";

/** How places are called in a language: jurisdictions, and "any one state of" one. */
export async function placeNames(locale: Locale): Promise<(place: string) => string> {
  const t = await getTranslations({ locale, namespace: "rules" });
  const { jurisdictions } = loadRulebook();
  return (place) => jurisdictions.find(({ id }) => id === place)?.name[locale] ?? (t.has(`reason.place.${place}`) ? t(`reason.place.${place}`) : place);
}
