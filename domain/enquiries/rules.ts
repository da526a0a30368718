import { countParts, findLinks } from "@/lib/sms-text";

/** Parts of an answer that goes out as a text message. */
export const MOST_REPLY_PARTS = 10;

/** Say why an answer cannot go out as a text message, or null: `sms` is the whole of it. */
export function whyNotTextable(text: string, sms: string): string | null {
  if (findLinks(text).length > 0) return "sms-foreign-link";
  return countParts(sms).parts > MOST_REPLY_PARTS ? "reply-too-long-sms" : null;
}
