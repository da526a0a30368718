import { readFileSync } from "node:fs";
import path from "node:path";
import { createTranslator } from "next-intl";
import type { Locale } from "@/db/values/locales";

/** Where the words lie; the worker and the command line run from the project's root, as the web server does. */
const MESSAGES = path.join(process.cwd(), "content", "messages");
const read = new Map<string, Record<string, unknown>>();

export type Translate = (key: string, values?: Record<string, string | number | Date>) => string;

/** Words outside a page (mails, command line): one namespace in one language. A missing key throws instead of mailing its own name. */
export function translator(locale: Locale, namespace: string): Translate {
  const name = `${locale}/${namespace}`;
  let words = read.get(name);
  if (!words) {
    words = JSON.parse(readFileSync(path.join(MESSAGES, locale, `${namespace}.json`), "utf8")) as Record<string, unknown>;
    read.set(name, words);
  }
  const translate = createTranslator({
    locale,
    messages: words,
    timeZone: "Asia/Seoul",
    onError(error) {
      throw error;
    },
  });
  return translate as unknown as Translate;
}
