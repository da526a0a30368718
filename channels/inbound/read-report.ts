import { simpleParser, type ParsedMail } from "mailparser";
import type { Feedback } from "@/domain/waves/feedback/types";
import { sha256 } from "@/lib/crypto";
import { readDeliveryStatus, readFieldGroups, type Verdict } from "./delivery-status";
import { isAutoReply, isChallenge, readOldBounce, type PlainReport } from "./old-bounce";

/** Which addresses a mail came with. */
export interface ReportEnvelope {
  from: string;
  /** The token that the recipient address was; null when it came to an address that is no message's own. */
  token: string | null;
}

const TOKEN = /(?<![a-z0-9])([a-z2-7]{64})@/gi;

/**
 * Read a mail that came back: a delivery status notification (RFC 3464), a complaint (RFC 5965), or what looks like a report for people. Which message it speaks of says
 * the address it came to; else our Message-ID or return path in what it returns. Null when it is neither, or about none of our messages: answers of
 * people and their programs, challenges, receipts.
 */
export async function readReport(raw: Buffer, envelope: ReportEnvelope): Promise<Feedback | null> {
  const mail = await simpleParser(raw, { keepDeliveryStatus: true, skipHtmlToText: false, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true });
  const token = envelope.token ?? tokenInside(raw, mail);
  if (token === null) return null;
  const verdict = judge(mail, envelope.from);
  if (!verdict) return null;
  const { kind, permanent, words, status } = verdict;
  return { token, kind, permanent, words, sourceEventId: eventId(["smtp", token.toLowerCase(), kind, status, mail.messageId ?? mail.text ?? ""]) };
}

/** The local part of one of our addresses in a text, in lower case; null when there is none. */
export function tokenOfAddress(address: string): string | null {
  const [local = ""] = address.split("@");
  return /^[a-z2-7]{64}$/i.test(local) ? local.toLowerCase() : null;
}

function eventId(parts: readonly string[]): string {
  return sha256(JSON.stringify(parts)).toString("hex");
}

function judge(mail: ParsedMail, envelopeFrom: string): Verdict | null {
  const status = partOf(mail, "message/delivery-status") ?? partOf(mail, "message/global-delivery-status");
  if (status !== null) return readDeliveryStatus(status);
  const complaint = partOf(mail, "message/feedback-report");
  if (complaint !== null) return readComplaint(complaint);
  if (mail.attachments.some(({ contentType }) => contentType === "message/disposition-notification")) return null;
  const report: PlainReport = {
    envelopeFrom,
    from: mail.from?.value[0]?.address ?? "",
    subject: mail.subject ?? "",
    header: (name) => (mail.headerLines.find(({ key }) => key === name)?.line.replace(/^[^:]*:/, "") ?? "").trim().toLowerCase(),
    text: mail.text ?? "",
  };
  return isAutoReply(report) || isChallenge(report) ? null : readOldBounce(report);
}

/** Reports that are no complaint of the person: the opposite of one (RFC 6430), or of another machine about signatures (RFC 6591) or a virus. */
const noComplaint = new Set(["not-spam", "auth-failure", "virus", "dmarc"]);

function readComplaint(text: string): Verdict | null {
  const type = readFieldGroups(text)[0]?.get("feedback-type")?.toLowerCase() ?? "";
  return type === "" || noComplaint.has(type) ? null : { kind: "complained", permanent: false, words: type.slice(0, 40), status: "" };
}

function partOf(mail: ParsedMail, type: string): string | null {
  return mail.attachments.find(({ contentType }) => contentType.toLowerCase() === type)?.content.toString("utf8") ?? null;
}

/** Looked for in the message as it came and, where the returned one is encoded, in its decoded parts. */
function tokenInside(raw: Buffer, mail: ParsedMail): string | null {
  for (const text of [raw.toString("latin1"), ...mail.attachments.map(({ content }) => content.toString("latin1"))]) {
    const [, found] = [...text.matchAll(TOKEN)][0] ?? [];
    if (found !== undefined) return found.toLowerCase();
  }
  return null;
}
