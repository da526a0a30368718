import type { Locale } from "@/db/values/locales";
import { findLinks } from "@/lib/sms-text";
import { renderEmail, renderPlain } from "./render-email";
import { personalValues, selectSections, withSmsNumber } from "../rules";
import type { NoticeLetter, NoticePart, NoticeReader, NoticeWording, PersonalValues, RenderedNotice, RenderedWording, SharedValues } from "../types";

/**
 * Fill in what is the same for everybody and leave open what differs. The wording has the sections of its reader alone (`selectSections`). Nothing in a notice signs
 * anybody in, so a message with such a link is known to be false. At the foot of a mail stands where its number is checked; a printed letter says so in its own place.
 */
export async function compileNotice({ subject, sections }: NoticeWording, locale: Locale, shared: SharedValues, { foot } = { foot: true }): Promise<NoticeLetter> {
  const { text, html } = await renderEmail({ locale, subject: subject[locale], sections: sections.map((section) => section.text[locale]), foot }, shared);
  return { locale, subject: renderPlain(subject[locale], shared), text, html };
}

/**
 * The text message of a wording as a letter that has a text alone, or null where it has none. What the contact desk names that a phone would make a link of is left
 * out: the one link is the portal's address, where the wording was approved with it.
 */
export function compileSms(wording: NoticeWording, locale: Locale, shared: SharedValues): NoticeLetter | null {
  if (!wording.sms) return null;
  const desk = shared["contact-desk"].split(", ").filter((part) => findLinks(part).length === 0);
  return { locale, subject: [], text: renderPlain(withSmsNumber(wording.sms.text[locale], locale), { ...shared, "contact-desk": desk.join(", ") }), html: [] };
}

/** Render one wording for one person. */
export async function renderNotice(wording: NoticeWording, locale: Locale, shared: SharedValues, reader: NoticeReader, reference: string): Promise<RenderedWording> {
  const personal = personalValues(reader, reference, locale);
  const sms = compileSms(wording, locale, shared);
  return { ...fillNotice(await compileNotice(selectSections(wording, reader), locale, shared), personal), sms: sms && fillParts(sms.text, personal.text) };
}

/** Fill in what differs from person to person. */
export function fillNotice(letter: NoticeLetter, { text, html }: PersonalValues): RenderedNotice {
  return { subject: fillParts(letter.subject, text), text: fillParts(letter.text, text), html: fillParts(letter.html, html) };
}

/** Put the values of one kind of text in their places. */
export function fillParts(parts: readonly NoticePart[], values: PersonalValues["text"]): string {
  return parts.map((part) => (typeof part === "string" ? part : values[part.slot])).join("");
}
