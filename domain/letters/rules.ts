import { randomInt } from "node:crypto";
import type { PostalAddress } from "@/db/values/contact";
import type { LetterBatchState } from "@/db/values/letter-states";
import { Conflict, type Refusal } from "../kernel/errors";

/** Letters of one batch: a stack that a person can hand over, and a file that opens everywhere. */
export const BATCH_LETTERS = 500;
/** Batches of a wave that may wait at a time. More would grow old: what they say is read when they are printed. */
export const MOST_WAITING = 20;

/** Without the look-alikes 0 O 1 I L U. */
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 11;

/**
 * Draw what names a letter when it comes back: L, eleven characters and one that checks them. Drawn anew for every printing, so that a letter of a discarded batch is
 * told from the one that was sent instead, and it says nothing of the person.
 */
export function newHandle(): string {
  let body = "";
  for (let i = 0; i < LENGTH; i++) body += ALPHABET.charAt(randomInt(ALPHABET.length));
  return spaced(body + checkCharacter(body));
}

/** Read a handle as it is scanned or typed: dashes, spaces and case do not matter. Null when it cannot be one, because a character is wrong or two have changed places. */
export function parseHandle(typed: string): string | null {
  const bare = typed.toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/^L/, "");
  if (bare.length !== LENGTH + 1 || Array.from(bare).some((character) => !ALPHABET.includes(character))) return null;
  return checkCharacter(bare.slice(0, LENGTH)) === bare.charAt(LENGTH) ? spaced(bare) : null;
}

function spaced(bare: string): string {
  return `L-${bare.slice(0, 4)}-${bare.slice(4, 8)}-${bare.slice(8)}`;
}

/** Luhn's check with 30 instead of 10 characters: every single slip is found, and all but one kind of neighbours that have changed places. */
function checkCharacter(body: string): string {
  const n = ALPHABET.length;
  let sum = 0;
  for (const [i, character] of Array.from(body).reverse().entries()) {
    const value = ALPHABET.indexOf(character) * (i % 2 === 0 ? 2 : 1);
    sum += Math.floor(value / n) + (value % n);
  }
  return ALPHABET.charAt((n - (sum % n)) % n);
}

/** A line of a list of returned mail. */
interface Return {
  handle: string;
  reason: string | null;
  line: number;
}

/** What posts and mail houses write on mail that comes back; how it is spaced and whether it is in capitals does not matter. */
const RETURN_REASONS = [
  ...["이사", "이사 감", "이사 불명", "이전", "수취인 불명", "수취인 미상", "수취인 부재", "수취인 미거주", "주소 불명", "주소 불완전", "주소 오류", "폐문 부재", "부재", "수취 거절", "수취 거부", "보관 기간 경과", "기간 경과", "미수령", "사서함 폐쇄", "사망", "기타"],
  ...["moved", "moved away", "unknown", "addressee unknown", "not known", "no such person", "no such address", "insufficient address", "incomplete address", "wrong address", "absent", "nobody at home", "vacant", "refused", "unclaimed", "not collected", "deceased", "other"],
];
const plain = (text: string) => text.normalize("NFKC").toLowerCase().replaceAll(/[\s.]/g, "");
const knownReasons = new Map(RETURN_REASONS.map((reason) => [plain(reason), reason]));

/**
 * Read a list of returned mail: a handle in each line, what the post wrote behind a comma, semicolon or tab. A first line with column names is no mistake; a handle that comes twice counts once. Of what stands behind a handle only
 * a reason is kept that posts have: lists of mail houses name and place the person, too, and what was kept of that anybody could read.
 */
export function readReturns(text: string): { returns: Return[]; unreadable: number[] } {
  const found = new Map<string, Return>();
  const unreadable: number[] = [];
  for (const [i, row] of text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/).entries()) {
    const [first = "", ...rest] = row.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"|"$/g, ""));
    if (row.trim() === "") continue;
    const handle = parseHandle(first);
    if (handle === null) {
      if (i > 0 || /\d/.test(first)) unreadable.push(i + 1);
    } else if (!found.has(handle)) found.set(handle, { handle, reason: rest.map((cell) => knownReasons.get(plain(cell))).find((known) => known !== undefined) ?? null, line: i + 1 });
  }
  return { returns: [...found.values()], unreadable };
}

/** Say why a batch is not to be decided on, or null. */
export function whyNotDecidable(batch: { state: LetterBatchState }): Refusal | null {
  return batch.state === "waiting" ? null : new Conflict("letters-not-waiting");
}

/** Say why letters cannot have been handed over on a day, or null: not before they were printed, and not in the future. Days as `2025-12-04`. */
export function whyNotHandedOn(day: string, printedOn: string, today: string): Refusal | null {
  return day < printedOn || day > today ? new Conflict("letters-handed-on", { from: printedOn, to: today }) : null;
}

/** Show of an address the first character of the name, the first word of where it is, and how long the rest is. */
export function maskPostal({ n, c, l }: PostalAddress): PostalAddress {
  const hidden = (text: string) => text.replace(/[\p{L}\p{N}]/gu, "•");
  const [first = "", ...others] = l;
  const space = first.includes(" ") ? first.indexOf(" ") : 0;
  const [initial = ""] = n;
  // The first word of a Korean address is the province; elsewhere it may be the number of the house.
  const known = /^\p{L}+$/u.test(first.slice(0, space)) ? space : 0;
  return { n: initial + hidden(n.slice(initial.length)), c: c.slice(0, 2) + hidden(c.slice(2)), l: [first.slice(0, known) + hidden(first.slice(known)), ...others.map(hidden)] };
}
