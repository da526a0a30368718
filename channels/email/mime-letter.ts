import { randomBytes } from "node:crypto";
import { domainToASCII } from "node:url";
import type { NoticeLetter, NoticePart, PersonalValues } from "@/domain/notices/types";

const LINE = 76;
/** Below this a stretch of fixed text is cheaper to encode again than to look up. */
const SHORT = 60;

/** A fixed stretch, encoded for each way the bytes before it can leave a group of three open: the bytes that close it, whole lines of base64, and what is left over. */
interface Phase {
  head: Buffer;
  lines: string;
  tail: Buffer;
}
type Piece = { kind: "slot"; slot: keyof PersonalValues["text"] } | { kind: "short"; bytes: Buffer } | { kind: "fixed"; phases: readonly [Phase, Phase, Phase] };

/** A letter as MIME: everything that is the same for all is encoded already, and per person only headers and the few bytes that differ are. */
export interface MimeLetter {
  readonly locale: NoticeLetter["locale"];
  readonly subject: readonly NoticePart[];
  /** The encoded subject, where it is the same for everybody. */
  readonly subjectHeader: string | null;
  readonly text: readonly Piece[];
  readonly html: readonly Piece[];
  /** What the body is, in header fields. */
  readonly content: readonly HeaderField[];
  readonly beforeText: string;
  readonly beforeHtml: string;
  readonly end: string;
}

/** One header field; the value may be folded. */
export type HeaderField = readonly [name: string, value: string];

/** A message that is written and not yet signed. Every line of the body ends in CRLF, none in a space, and no two spaces stand together: it is its own canonical form (RFC 6376 § 3.4.4). */
export interface MimeMessage {
  readonly fields: readonly HeaderField[];
  readonly body: string;
}

export function layOutLetter(letter: NoticeLetter): MimeLetter {
  const boundary = `=_${randomBytes(15).toString("hex")}`;
  const part = (type: string) => `--${boundary}\r\n${partFields(type).map(writeField).join("")}\r\n`;
  const fixedSubject = letter.subject.filter((piece) => typeof piece === "string");
  return {
    locale: letter.locale,
    subject: letter.subject,
    subjectHeader: fixedSubject.length === letter.subject.length ? encodeHeader(fixedSubject.join("")) : null,
    text: letter.text.map((piece) => layOutPiece(typeof piece === "string" ? piece.replaceAll("\n", "\r\n") : piece)),
    html: letter.html.map((piece) => layOutPiece(typeof piece === "string" ? piece.replaceAll("\n", "\r\n") : piece)),
    content: [["Content-Type", `multipart/alternative;\r\n boundary="${boundary}"`]],
    beforeText: part("text/plain"),
    beforeHtml: `\r\n${part("text/html")}`,
    end: `\r\n--${boundary}--\r\n`,
  };
}

function partFields(type: string): HeaderField[] {
  return [["Content-Type", `${type}; charset=utf-8`], ["Content-Transfer-Encoding", "base64"]];
}

function writeField([name, value]: HeaderField): string {
  return `${name}: ${value}\r\n`;
}

export interface MimeHeaders {
  from: string;
  /** As {@link headerAddress} gives it. */
  to: string;
  /** Without angle brackets. */
  messageId: string;
  date: string;
  /** Where the reader says that they want no more of this kind; on kinds alone that may be refused. */
  unsubscribe?: { url: string; address: string };
}

/** Write one person's message. */
export function composeMessage(letter: MimeLetter, headers: MimeHeaders, personal: PersonalValues): MimeMessage {
  const subject = letter.subjectHeader ?? encodeHeader(letter.subject.map((part) => (typeof part === "string" ? part : personal.text[part.slot])).join(""));
  return {
    fields: headerFields(headers, subject, [...numberFields(personal.text.reference), ["Content-Language", letter.locale], ...unsubscribeFields(headers.unsubscribe)], letter.content),
    body: `${letter.beforeText}${encodeBody(letter.text, personal.text)}${letter.beforeHtml}${encodeBody(letter.html, personal.html)}${letter.end}`,
  };
}

/** Write a mail that is written once, to one person. */
export function composeMail(headers: MimeHeaders, mail: { subject: string; text: string; html?: string; number?: string }): MimeMessage {
  const encode = (text: string) => base64Lines(Buffer.from(text.replaceAll(/\r?\n/g, "\r\n")));
  const subject = encodeHeader(mail.subject);
  if (mail.html === undefined) return { fields: headerFields(headers, subject, numberFields(mail.number), partFields("text/plain")), body: encode(mail.text) };
  const letter = layOutLetter({ locale: "en", subject: [], text: [], html: [] });
  return { fields: headerFields(headers, subject, numberFields(mail.number), letter.content), body: `${letter.beforeText}${encode(mail.text)}${letter.beforeHtml}${encode(mail.html)}${letter.end}` };
}

/** The header of every message we send, in the order it is sent. */
function headerFields({ from, to, messageId, date }: MimeHeaders, subject: string, more: readonly HeaderField[], content: readonly HeaderField[]): HeaderField[] {
  return [
    ["From", from],
    ["To", to],
    ["Subject", subject],
    ["Message-ID", `<${messageId}>`],
    ["Date", date],
    ["Auto-Submitted", "auto-generated"],
    ...more,
    ["MIME-Version", "1.0"],
    ...content,
  ];
}

/** The number by which anybody has a message checked. What is no number of ours stands in no header. */
function numberFields(number: string | undefined): HeaderField[] {
  return number !== undefined && /^[A-Z](-[2-9A-HJKMNP-TV-Z]{4})+$/.test(number) ? [["X-Message-Number", number]] : [];
}

/** One click, by mail, or by a page (RFC 2369 § 3.2, RFC 8058 § 3.1). One click is offered over https alone, as the RFC wants it. */
function unsubscribeFields(unsubscribe: MimeHeaders["unsubscribe"]): HeaderField[] {
  if (!unsubscribe) return [];
  const { url, address } = unsubscribe;
  const where: HeaderField = ["List-Unsubscribe", `<${url}>,\r\n <mailto:${address}?subject=unsubscribe>`];
  return url.startsWith("https:") ? [where, ["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"]] : [where];
}

/** A message as it goes out, behind its signature if it has one. */
export function messageBytes({ fields, body }: MimeMessage, signature: HeaderField | null = null): Buffer {
  let header = signature ? writeField(signature) : "";
  for (const field of fields) header += writeField(field);
  return Buffer.from(`${header}\r\n${body}`);
}

function layOutPiece(part: NoticePart): Piece {
  if (typeof part !== "string") return { kind: "slot", slot: part.slot };
  const bytes = Buffer.from(part);
  if (bytes.length < SHORT) return { kind: "short", bytes };
  const phase = (taken: number): Phase => {
    const whole = taken + Math.floor((bytes.length - taken) / 3) * 3;
    return { head: bytes.subarray(0, taken), lines: base64Lines(bytes.subarray(taken, whole)), tail: bytes.subarray(whole) };
  };
  return { kind: "fixed", phases: [phase(0), phase(1), phase(2)] };
}

/** Base64 of the pieces in a row (RFC 2045 § 6.8). Lines may be shorter than 76 characters, so fixed lines stand as they are and only what differs is encoded. */
function encodeBody(pieces: readonly Piece[], values: PersonalValues["text"]): string {
  let out = "";
  let open: Buffer[] = [];
  let length = 0;
  const push = (bytes: Buffer) => {
    open.push(bytes);
    length += bytes.length;
  };
  for (const piece of pieces) {
    if (piece.kind === "slot") push(Buffer.from(values[piece.slot].replaceAll(/\r?\n/g, "\r\n")));
    else if (piece.kind === "short") push(piece.bytes);
    else {
      const phase = piece.phases[((3 - (length % 3)) % 3) as 0 | 1 | 2];
      push(phase.head);
      out += base64Lines(Buffer.concat(open)) + phase.lines;
      open = [phase.tail];
      length = phase.tail.length;
    }
  }
  return out + base64Lines(Buffer.concat(open));
}

/** Whole lines, each with its line break. */
function base64Lines(bytes: Buffer): string {
  const text = bytes.toString("base64");
  if (text.length === 0) return "";
  if (text.length <= LINE) return `${text}\r\n`;
  return text.replaceAll(/.{1,76}/g, "$&\r\n");
}

/** Encoded words so short that the first fits behind `Subject: ` in a line of 78, never splitting a character (RFC 2047 § 2 and § 5). */
export function encodeHeader(text: string): string {
  const clean = text.replaceAll(/[\p{Cc}]+/gu, " ");
  if (/^[\x20-\x7e]{0,60}$/.test(clean) && !clean.includes("=?")) return clean;
  const words: string[] = [];
  let word = "";
  for (const letter of clean) {
    if (Buffer.byteLength(word + letter) > 42) {
      words.push(word);
      word = "";
    }
    word += letter;
  }
  return [...words, word].map((each) => `=?UTF-8?B?${Buffer.from(each).toString("base64")}?=`).join("\r\n ");
}

/** `Name <address>` with the name encoded where it has to be. */
export function encodeMailbox(mailbox: string): string {
  const [, name = "", address = mailbox] = /^(.*?)\s*<([^<>]+)>$/.exec(mailbox) ?? [];
  if (name === "") return address;
  const bare = name.replaceAll(/^"|"$/g, "");
  return `${/^[A-Za-z0-9 ]+$/.test(bare) ? bare : /^[\x20-\x7e]+$/.test(bare) ? `"${bare.replaceAll(/["\\]/g, "\\$&")}"` : encodeHeader(bare)} <${address}>`;
}

let dated = { second: 0, text: "" };

/** The Date field of a message written now (RFC 5322 § 3.3), made once per second. */
export function mailDate(): string {
  const second = Math.floor(Date.now() / 1000);
  if (dated.second !== second) dated = { second, text: new Date(second * 1000).toUTCString().replace("GMT", "+0000") };
  return dated.text;
}

/** An address as header and envelope have it. Line breaks were refused at import; here they would be a second header, so they are refused again: null. */
export function headerAddress(address: string): string | null {
  if (/[\p{Cc}\s<>,;]/u.test(address)) return null;
  const at = address.lastIndexOf("@");
  return /^[\x21-\x7e]+$/.test(address) ? address : address.slice(0, at + 1) + domainToASCII(address.slice(at + 1));
}
