import { locales, type Locale } from "@/db/values/locales";
import type { NoticeWording, SharedValues } from "../types";
import { compileNotice } from "./render-notice";

/** Bytes of HTML that a mail may have before anything is filled in. Gmail cuts a mail off at 102 KB; what is left is for names, addresses, facts and the list of what leaked. */
export const MOST_MAIL_BYTES = 92_000;

const unfilled: SharedValues = { organisation: "", "portal-url": "https://", "contact-desk": "", "as-of": "" };

/** Measure the largest mail that a wording can make: that of somebody who gets all of its sections, in the language in which it is longer. In bytes of HTML, with nothing filled in. */
export async function measureMail(wording: NoticeWording): Promise<{ bytes: number; locale: Locale }> {
  const sizes = await Promise.all(
    locales.map(async (locale) => {
      const { html } = await compileNotice(wording, locale, unfilled);
      return { locale, bytes: html.reduce((sum, part) => sum + (typeof part === "string" ? Buffer.byteLength(part) : 0), 0) };
    }),
  );
  return sizes.reduce((largest, one) => (one.bytes > largest.bytes ? one : largest));
}
