import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Locale } from "@/db/values/locales";

/** Where the words lie. Every process runs from the project's root or from the standalone build, which carries a copy at the same place. */
const MESSAGES = path.join(process.cwd(), "content", "messages");
const read = new Map<Locale, Record<string, Record<string, unknown>>>();

/** All words of one language by namespace; `name.json` and every `name.*.json` are one namespace. Read once per process. */
export function loadMessages(locale: Locale): Record<string, Record<string, unknown>> {
  let words = read.get(locale);
  if (!words) {
    const dir = path.join(MESSAGES, locale);
    const files = readdirSync(dir).filter((file) => file.endsWith(".json"));
    words = {};
    for (const file of files) {
      const namespace = file.slice(0, file.indexOf("."));
      words[namespace] = { ...words[namespace], ...(JSON.parse(readFileSync(path.join(dir, file), "utf8")) as Record<string, unknown>) };
    }
    read.set(locale, words);
  }
  return words;
}
