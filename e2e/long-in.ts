import type { Locale } from "@/db/values/locales";

/**
 * For a whole path that is walked in both languages: `npm test` walks it in one, and in the other `npm run test:faults`. What a language changes on a
 * page is looked at in both by the tests of every page, but for pages that only such a path comes to: letters of a wave, a batch and a table of payments, a posting, an entry from paper, looks at one record.
 */
export const longIn = (other: Locale, locale: Locale): { tag: string[] } => ({ tag: locale === other ? ["@long"] : [] });
