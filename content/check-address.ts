import type { Locale } from "@/db/values/locales";

/** The public page on which anybody checks whether a message is from us. It stands in mails that are long gone: whoever moves it leaves a way there. */
export function checkAddress(portalUrl: string, locale: Locale): string {
  return `${portalUrl.replace(/\/$/, "")}/${locale}/verify`;
}
