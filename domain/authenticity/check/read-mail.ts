import { toPlainText } from "@react-email/render";
import { simpleParser } from "mailparser";
import { AS_TEXT } from "../../notices/rendering/render-email";
import { Invalid } from "../../kernel/errors";
import { MOST_MAIL } from "../rules";

/** What a mail has that none of ours has. */
export type MailExtra = "picture" | "attachment";

/** A mail as far as it is compared. */
export interface ReadMail {
  from: string;
  subject: string;
  sentAt: Date | null;
  /** The number that its header bears. */
  number: string | null;
  signatures: string[];
  /** All that it says: as text, and as HTML is read. A program shows either, so both are compared. */
  texts: string[];
  extras: MailExtra[];
  /** Mails that hang on it whole, as some programs pass a mail on: byte for byte as they came, so that their signatures may still hold. */
  attached: Buffer[];
}

/** Files of Outlook, which are no mails as they were sent. */
const OUTLOOK = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/** Read a saved mail. @throws {Invalid} for what is none, and for one that is longer than any of ours */
export async function readMail(raw: Buffer): Promise<ReadMail> {
  if (raw.length === 0) throw new Invalid({ mail: ["mail-empty"] });
  if (raw.length > MOST_MAIL) throw new Invalid({ mail: ["mail-too-large"] });
  if (raw.subarray(0, 4).equals(OUTLOOK)) throw new Invalid({ mail: ["mail-of-outlook"] });
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true }).catch(() => null);
  if (!mail?.headers.has("from") || !["date", "message-id", "received", "dkim-signature"].some((name) => mail.headers.has(name))) throw new Invalid({ mail: ["mail-not-one"] });
  const subject = mail.subject ?? "";
  const html = typeof mail.html === "string" ? mail.html : "";
  const extras: MailExtra[] = [];
  if (/<(?:img|picture|svg|video|image|object|embed|iframe)\b|url\(/i.test(html)) extras.push("picture");
  if (mail.attachments.length > 0) extras.push("attachment");
  const attached = mail.attachments.filter(({ contentType }) => contentType === "message/rfc822").map(({ content }) => content);
  // The subject of a mail on which another hangs is that one's, with what a program writes before it.
  const head = attached.length > 0 ? "" : `${subject}\n`;
  const number = mail.headers.get("x-message-number");
  return {
    from: mail.from?.text ?? "",
    subject,
    sentAt: mail.date ?? null,
    number: typeof number === "string" ? number : null,
    signatures: mail.headerLines.filter(({ key }) => key === "dkim-signature").map(({ line }) => line),
    texts: [mail.text ?? "", html === "" ? "" : textOf(html)].filter((text) => text.trim() !== "").map((text) => head + text),
    extras,
    attached,
  };
}

/** HTML as it is read, with the addresses behind its links. A mark by which our own mails keep a line from their text would hide somebody else's. */
function textOf(html: string): string {
  return toPlainText(html.replaceAll(/data-skip-in-text/gi, "data-x").replaceAll(/data-text-format/gi, "data-x"), AS_TEXT);
}
