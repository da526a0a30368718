import { createTranslator } from "next-intl";
import type { Locale } from "@/db/values/locales";
import { loadMessages } from "./messages";

export type Translate = (key: string, values?: Record<string, string | number | Date>) => string;

/** Words outside a page (mails, command line): one namespace in one language. A missing key throws instead of mailing its own name. */
export function translator(locale: Locale, namespace: string): Translate {
  const translate = createTranslator({
    locale,
    messages: loadMessages(locale)[namespace] ?? {},
    timeZone: "Asia/Seoul",
    onError(error) {
      throw error;
    },
  });
  return translate as unknown as Translate;
}
