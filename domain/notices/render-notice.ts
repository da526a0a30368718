import type { Locale } from "@/db/values/locales";
import { findLinks } from "@/lib/sms-text";
import { personalPlaceholders, type NoticeLetter, type NoticePart, type NoticeWording, type PersonalPlaceholder, type PersonalValues, type RenderedNotice, type RenderedWording, type SharedValues } from "./types";

const BODY = "margin:0;padding:24px 16px;background:#ffffff;color:#1b1f24;font-family:'Apple SD Gothic Neo','Malgun Gothic',-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.7";

/**
 * Fill in what is the same for everybody and leave open what differs. The only link is the portal's public address: nothing in a notice signs anybody in,
 * so a message with such a link is known to be false.
 */
export function compileNotice(wording: NoticeWording, locale: Locale, shared: SharedValues): NoticeLetter {
  const paragraphs = wording.paragraphs[locale];
  const subject = wording.subject[locale];
  const link = `<a href="${escapeHtml(shared["portal-url"])}">${escapeHtml(shared["portal-url"])}</a>`;
  const inHtml: SharedValues = { organisation: escapeHtml(shared.organisation), "contact-desk": escapeHtml(shared["contact-desk"]), "as-of": escapeHtml(shared["as-of"]), "portal-url": link };
  const html = [
    `<!doctype html>\n<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>\n<body style="${BODY}"><div style="max-width:640px;margin:0 auto">\n`,
    ...paragraphs.flatMap((text) => ['<p style="margin:0 0 16px">', ...splitText(escapeHtml(text).replaceAll("\n", "<br>\n"), inHtml), "</p>\n"]),
    "</div></body></html>\n",
  ];
  return { locale, subject: joinFixed(splitText(subject, shared)), text: joinFixed(paragraphs.flatMap((text) => [...splitText(text, shared), "\n\n"])), html: joinFixed(html) };
}

/**
 * The text message of a wording as a letter that has a text alone, or null where it has none. What the contact desk names that a phone would make a link of is left
 * out: the one link is the portal's address, where the wording was approved with it.
 */
export function compileSms(wording: NoticeWording, locale: Locale, shared: SharedValues): NoticeLetter | null {
  if (!wording.sms) return null;
  const desk = shared["contact-desk"].split(", ").filter((part) => findLinks(part).length === 0);
  return { locale, subject: [], text: joinFixed(splitText(wording.sms.text[locale].trim(), { ...shared, "contact-desk": desk.join(", ") })), html: [] };
}

/** Render one wording for one person. */
export function renderNotice(wording: NoticeWording, locale: Locale, shared: SharedValues, personal: PersonalValues): RenderedWording {
  const sms = compileSms(wording, locale, shared);
  return { ...fillNotice(compileNotice(wording, locale, shared), personal), sms: sms && fillParts(sms.text, personal) };
}

/** Fill in what differs from person to person. */
export function fillNotice(letter: NoticeLetter, personal: PersonalValues): RenderedNotice {
  return {
    subject: fillParts(letter.subject, personal),
    text: fillParts(letter.text, personal).replaceAll("\r", ""),
    html: fillParts(letter.html, { "leaked-classes": escapeHtml(personal["leaked-classes"]), reference: escapeHtml(personal.reference) }),
  };
}

function fillParts(parts: readonly NoticePart[], values: PersonalValues): string {
  return parts.map((part) => (typeof part === "string" ? part : values[part.slot])).join("");
}

/** An approved wording has known placeholders alone; a draft's unknown one stays as it is, so that its writer sees it in the preview. */
function splitText(text: string, shared: SharedValues): NoticePart[] {
  return text.split(/(\{\{[a-z-]+\}\})/).map((piece): NoticePart => {
    const name = /^\{\{([a-z-]+)\}\}$/.exec(piece)?.[1];
    if (name === undefined) return piece;
    if ((personalPlaceholders as readonly string[]).includes(name)) return { slot: name as PersonalPlaceholder };
    return Object.hasOwn(shared, name) ? shared[name as keyof SharedValues] : piece;
  });
}

function joinFixed(parts: readonly NoticePart[]): NoticePart[] {
  const joined: NoticePart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === "string" && typeof last === "string") joined[joined.length - 1] = last + part;
    else if (part !== "") joined.push(part);
  }
  return joined;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
