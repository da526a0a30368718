import type { Locale } from "@/db/values/locales";

/** Messages a second as people read them: whole ones, of a slow pace with a decimal. */
export function paceWords(perSecond: number, locale: Locale): string {
  return new Intl.NumberFormat(locale === "ko" ? "ko-KR" : "en-GB", { maximumFractionDigits: perSecond < 1 ? 2 : perSecond < 10 ? 1 : 0 }).format(perSecond);
}
