import type { Locale } from "@/db/values/locales";
import { sectionHolds, selectSections } from "../rules";
import type { NoticeReader, NoticeWording } from "../types";

/** Letters that are kept laid out. More of them at a time would cost more memory than they save work. */
const KEPT = 200;

/** Lay out each letter that is asked for once. Readers who have the same sections have the same letter, so there are as many as combinations of conditions occur. */
export function keepLetters<T>(wording: NoticeWording, layOut: (wording: NoticeWording, locale: Locale) => Promise<T>): (locale: Locale, reader: NoticeReader) => Promise<T> {
  const kept = new Map<string, Promise<T>>();
  return (locale, reader) => {
    const key = locale + wording.sections.map(({ when }) => (sectionHolds(when, reader) ? "1" : "0")).join("");
    let letter = kept.get(key);
    if (!letter) {
      if (kept.size >= KEPT) kept.clear();
      letter = layOut(selectSections(wording, reader), locale);
      kept.set(key, letter);
    }
    return letter;
  };
}
