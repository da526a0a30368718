import type { Unread } from "./types";

/** What no text holds, and every compressed one does. JSON writes them as escapes (RFC 8259 § 7). */
const NO_TEXT = /[\0-\x08\x0e-\x1f]/;

/** The text of a body, whose bytes are UTF-8 (RFC 8259 § 8.1) or, from some scripts, UTF-16, with and without a mark in front; what is no text, or came in an encoding of its own, is not read. */
export function decodeBody(bytes: Buffer, contentEncoding: string | null): string | Unread {
  const encoded = !["", "identity"].includes((contentEncoding ?? "").trim().toLowerCase());
  const text = encoded && bytes.length > 0 ? null : new TextDecoder(charsetOf(bytes)).decode(bytes);
  return text === null || NO_TEXT.test(text) ? { unread: 415 } : text;
}

/** JSON begins with a character of ASCII: which byte of the first two is nothing tells the order. */
function charsetOf([first, second]: Buffer): string {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0) ? "utf-16be" : "utf-8";
}
