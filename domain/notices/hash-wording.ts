import { sha256 } from "@/lib/crypto";
import type { NoticeWording } from "./types";

/** One hash over a wording in every language, in hex: two people who read the same sixty-four characters have read the same words. */
export function hashWording({ subject, paragraphs, sms }: NoticeWording): string {
  // Written out in one order, because the database gives keys back in an order of its own.
  return sha256(JSON.stringify({ subject: { en: subject.en, ko: subject.ko }, paragraphs: { en: paragraphs.en, ko: paragraphs.ko }, ...(sms ? { sms: { text: { en: sms.text.en, ko: sms.text.ko }, link: sms.link } } : {}) })).toString("hex");
}
