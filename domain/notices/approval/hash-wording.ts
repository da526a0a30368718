import { sha256 } from "@/lib/crypto";
import type { NoticeWording } from "../types";

/** One hash over a wording in every language, in hex: two people who read the same sixty-four characters have read the same words. */
export function hashWording({ subject, sections, sms }: NoticeWording): string {
  // Written out in one order, because the database gives keys back in an order of its own.
  const written = {
    subject: [subject.en, subject.ko],
    sections: sections.map(({ when, text }) => [when.dataClass ?? "", when.evidence ?? "", when.subjectKind ?? "", text.en, text.ko]),
    ...(sms ? { sms: [sms.text.en, sms.text.ko, sms.link] } : {}),
  };
  return sha256(JSON.stringify(written)).toString("hex");
}
