import { locales, type Locale } from "@/db/values/locales";
import { compileNotice, compileSms, fillNotice } from "../../notices/rendering/render-notice";
import type { NoticeLetter } from "../../notices/types";
import type { SentNotice } from "../../waves/queries/list-sent-notices";
import { sharedValues } from "../../waves/sender-words";

export interface ShownWording {
  locale: Locale;
  channel: "email" | "sms";
  subject: string;
  text: string;
}

const PLACES = { "leaked-list": "…", "leaked-classes": "…", reference: "…" };

/** The words of a notice in every language as they were sent, with nothing in the places of anybody's own values. What some readers alone have is among them. */
export async function showWordings(sent: SentNotice, portalUrl: string): Promise<ShownWording[]> {
  const show = async (locale: Locale): Promise<ShownWording[]> => {
    const shared = sharedValues(sent.sender, locale, sent.asOf, portalUrl);
    const mail = sent.channels.some((channel) => channel !== "sms") ? await compileNotice(sent.content, locale, shared, { foot: false }) : null;
    const sms = sent.channels.includes("sms") ? compileSms(sent.content, locale, shared) : null;
    return [...(mail ? [{ locale, channel: "email" as const, ...filled(mail) }] : []), ...(sms ? [{ locale, channel: "sms" as const, ...filled(sms) }] : [])];
  };
  return (await Promise.all(locales.map(show))).flat();
}

function filled(letter: NoticeLetter): { subject: string; text: string } {
  const { subject, text } = fillNotice({ ...letter, html: [] }, { text: PLACES, html: PLACES });
  return { subject, text: text.trim() };
}
