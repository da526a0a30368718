import { locales, type Locale, type Localized } from "@/db/values/locales";
import type { NoticeSection, NoticeWording, SectionCondition } from "@/domain/notices/types";

/** A section in the editor; the key stays with it wherever it moves. */
export interface Row extends NoticeSection {
  key: number;
}

/** What stands in the editor for the text message. */
export interface SmsDraft {
  text: Localized;
  link: boolean;
}

/** A wording as it is being written: at least one section, and room for a text message. */
export interface Draft {
  subject: Localized;
  rows: Row[];
  sms: SmsDraft;
}

const blank: NoticeSection = { when: {}, text: { ko: "", en: "" } };

export function draftOf({ subject, sections, sms }: NoticeWording): Draft {
  return { subject, rows: (sections.length > 0 ? sections : [blank]).map((section, key) => ({ key, ...section })), sms: { text: sms?.text ?? { ko: "", en: "" }, link: sms?.link ?? false } };
}

/** The same as it is stored: two empty fields are no text message. */
export function wordingOf({ subject, rows, sms }: Draft): NoticeWording {
  const wording = { subject, sections: rows.map(({ when, text }) => ({ when, text })) };
  return locales.every((locale) => sms.text[locale].trim() === "") ? wording : { ...wording, sms };
}

/** The words alone, to see whether they are the same. */
export function asText({ subject, sections, sms }: NoticeWording): string {
  return JSON.stringify([subject.ko, subject.en, sections.map(({ when, text }) => [when.dataClass, when.evidence, when.subjectKind, text.ko, text.en]), sms && [sms.text.ko, sms.text.en, sms.link]]);
}

export function withSubject(draft: Draft, locale: Locale, text: string): Draft {
  return { ...draft, subject: { ...draft.subject, [locale]: text } };
}

export function withText(draft: Draft, key: number, locale: Locale, text: string): Draft {
  return { ...draft, rows: draft.rows.map((row) => (row.key === key ? { ...row, text: { ...row.text, [locale]: text } } : row)) };
}

export function withCondition(draft: Draft, key: number, when: SectionCondition): Draft {
  return { ...draft, rows: draft.rows.map((row) => (row.key === key ? { ...row, when } : row)) };
}

/** Put sections in behind one, or at the end. */
export function withSections(draft: Draft, behind: number | null, sections: readonly NoticeSection[] = [blank]): Draft {
  const first = Math.max(...draft.rows.map(({ key }) => key)) + 1;
  const rows = sections.map(({ when, text }, i) => ({ key: first + i, when, text }));
  const at = draft.rows.findIndex(({ key }) => key === behind);
  return { ...draft, rows: at < 0 ? [...draft.rows, ...rows] : [...draft.rows.slice(0, at + 1), ...rows, ...draft.rows.slice(at + 1)] };
}

export function without(draft: Draft, key: number): Draft {
  return { ...draft, rows: draft.rows.filter((row) => row.key !== key) };
}

export function movedUp({ rows, ...draft }: Draft, i: number): Draft {
  return { ...draft, rows: [...rows.slice(0, i - 1), ...rows.slice(i, i + 1), ...rows.slice(i - 1, i), ...rows.slice(i + 1)] };
}
