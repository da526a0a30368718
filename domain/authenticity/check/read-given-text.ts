import type { GivenText } from "./types";

/** Marks of a mail that is answered or handed on. */
const QUOTE = /^[ \t]*(?:[>|]+[ \t]?)+/;
const HANDED_ON = /^[\s\-_=*]*(?:forwarded message|original message|begin forwarded message:?|전달된 (?:메일|메시지)|원본 (?:메일|메시지)|원문|original mail)[\s\-_=*:]*$/i;
const HEADER = /^[\s*]*(?:from|sent|date|to|cc|reply-to|보낸 ?사람|보낸 ?날짜|보낸 ?시간|날짜|받는 ?사람|참조)[\s*]*[:：]/i;
const SUBJECT = /^[\s*]*(?:subject|제목)[\s*]*[:：][\s*]*(.*)$/i;
const HANDED_ON_SUBJECT = /^(?:(?:fwd?|re|전달|답장|회신)\s*[:：]\s*)+/i;
/** Lines above a message that is handed on. More of them are no mail program's. */
const MOST_HEADERS = 8;

/** What separates words: spaces of every kind, and letters that nobody sees, so that a word with one inside is two and never the one that it looks like. */
const BETWEEN_WORDS = /[\s\p{Cf}\u115F\u1160\u3164\u2800]+/u;
const BULLETS = /^[-•·▪◦‣–—○●■□]+$/u;

/** Split a text into words as they are written and as they are compared. */
export function readWords(text: string): { words: string[]; keys: string[] } {
  const words: string[] = [];
  const keys: string[] = [];
  for (const word of text.split(BETWEEN_WORDS)) {
    const key = keyOf(word);
    if (key === "" || BULLETS.test(key)) continue;
    words.push(word);
    keys.push(key);
  }
  return { words, keys };
}

/**
 * A word as it is compared: letters of full width as plain ones, quotation marks straight, without the marks that programs put around what is bold or a link. Capitals stay, because
 * they tell addresses apart; letters that only look alike stay apart.
 */
export function keyOf(word: string): string {
  return word
    .normalize("NFKC")
    .replaceAll(/[‘’‛′]/g, "'")
    .replaceAll(/[“”‟″]/g, '"')
    .replaceAll(/[*<>]/g, "")
    .replaceAll(/^_+|_+$/g, "");
}

/**
 * Read what somebody pasted: without marks of quotation, and without the lines above a message that was handed on, of which the subject is compared. Such lines count at the head
 * alone: further down anybody could hide in them what is not ours.
 */
export function readGivenText(text: string): GivenText {
  const kept: string[] = [];
  const leftOut: string[] = [];
  let headers: number | null = 0;
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.replace(QUOTE, "");
    if (line.trim() === "") continue;
    if (headers !== null && HANDED_ON.test(line)) {
      leftOut.push(line.trim());
      continue;
    }
    const subject = SUBJECT.exec(line);
    if (headers !== null && headers < MOST_HEADERS && (subject || HEADER.test(line))) {
      headers += 1;
      if (subject) kept.push((subject[1] ?? "").replace(HANDED_ON_SUBJECT, ""));
      else leftOut.push(line.trim());
      continue;
    }
    headers = null;
    kept.push(line);
  }
  return { ...readWords(kept.join("\n")), leftOut };
}
