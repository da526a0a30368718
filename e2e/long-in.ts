import type { Locale } from "@/db/values/locales";

/**
 * For a whole path that is walked in both languages: `npm test` walks it in one, and in the other `npm run test:faults`. What a language changes on a page is looked at
 * in both by those tests that look at every page.
 */
export const longIn = (other: Locale, locale: Locale): { tag: string[] } => ({ tag: locale === other ? ["@long"] : [] });
