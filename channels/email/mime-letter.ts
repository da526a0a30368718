import { randomBytes } from "node:crypto";
import { domainToASCII } from "node:url";
import type { NoticeLetter, NoticePart, PersonalPlaceholder, PersonalValues } from "@/domain/notices/types";

const LINE = 76;
/** Below this a stretch of fixed text is cheaper to encode again than to look up. */
const SHORT = 60;

/** A fixed stretch, encoded for each way the bytes before it can leave a group of three open: the bytes that close it, whole lines of base64, and what is left over. */
interface Phase {
  head: Buffer;
  lines: string;
  tail: Buffer;
}
type Piece = { kind: "slot"; slot: PersonalPlaceholder } | { kind: "short"; bytes: Buffer } | { kind: "fixed"; phases: readonly [Phase, Phase, Phase] };

/** A letter as MIME: everything that is the same for all is encoded already, and per person only headers and the few bytes that differ are. */
export interface MimeLetter {
  readonly locale: NoticeLetter["locale"];
  readonly subject: readonly NoticePart[];
  /** The encoded subject, where it is the same for everybody. */
  readonly subjectHeader: string | null;
  readonly text: readonly Piece[];
  readonly html: readonly Piece[];
  readonly contentType: string;
  readonly beforeText: string;
  readonly beforeHtml: string;
  readonly end: string;
}

export function layOutLetter(letter: NoticeLetter): MimeLetter {
  const boundary = `=_${randomBytes(15).toString("hex")}`;
  const part = (type: string) => `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n`;
  const fixedSubject = letter.subject.filter((piece) => typeof piece === "string");
  return {
    locale: letter.locale,
    subject: letter.subject,
    subjectHeader: fixedSubject.length === letter.subject.length ? encodeHeader(fixedSubject.join("")) : null,
    text: letter.text.map((piece) => layOutPiece(typeof piece === "string" ? piece.replaceAll("\n", "\r\n") : piece)),
    html: letter.html.map((piece) => layOutPiece(typeof piece === "string" ? piece.replaceAll("\n", "\r\n") : piece)),
    contentType: `multipart/alternative;\r\n boundary="${boundary}"`,
    beforeText: part("text/plain"),
    beforeHtml: `\r\n${part("text/html")}`,
    end: `\r\n--${boundary}--\r\n`,
  };
}

export interface MimeHeaders {
  from: string;
  to: string;
  /** Without angle brackets. */
  messageId: string;
  date: string;
}

/** Write one person's message. */
export function writeMessage(letter: MimeLetter, headers: MimeHeaders, personal: PersonalValues): Buffer {
  const subject = letter.subjectHeader ?? encodeHeader(letter.subject.map((part) => (typeof part === "string" ? part : personal[part.slot])).join(""));
  const inHtml = { "leaked-classes": escapeHtml(personal["leaked-classes"]), reference: escapeHtml(personal.reference) };
  return Buffer.from(
    `From: ${headers.from}\r\nTo: ${headerAddress(headers.to)}\r\nSubject: ${subject}\r\nMessage-ID: <${headers.messageId}>\r\nDate: ${headers.date}\r\n` +
      `Auto-Submitted: auto-generated\r\nContent-Language: ${letter.locale}\r\nMIME-Version: 1.0\r\nContent-Type: ${letter.contentType}\r\n\r\n` +
      `${letter.beforeText}${encodeBody(letter.text, personal)}${letter.beforeHtml}${encodeBody(letter.html, inHtml)}${letter.end}`,
  );
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
function encodeBody(pieces: readonly Piece[], values: PersonalValues): string {
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

/** An address as a header has it. Line breaks were refused at import; here they would be a second header, so they are refused again. */
function headerAddress(address: string): string {
  if (/[\p{Cc}\s<>,;]/u.test(address)) throw Object.assign(new Error("not an address for a header"), { code: "EENVELOPE", command: "API" });
  const at = address.lastIndexOf("@");
  return /^[\x21-\x7e]+$/.test(address) ? address : address.slice(0, at + 1) + domainToASCII(address.slice(at + 1));
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
