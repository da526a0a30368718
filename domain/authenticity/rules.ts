import { findLinks } from "@/lib/sms-text";
import type { Step } from "./check/compare-words";
import type { Danger, Stretch, Verdict } from "./check/types";

/** Uses of one browser in an hour: numbers, texts and mails together, and reports of fakes. */
export const CHECKS_AN_HOUR = 60;
export const REPORTS_AN_HOUR = 5;
/** Characters of a text to be compared: several times the longest notice. */
export const MOST_TEXT = 30_000;
/** Bytes of a mail to be checked: ours stay below 100 KB. */
export const MOST_MAIL = 2_000_000;
/** Bytes of a picture. */
export const MOST_PICTURE = 5_000_000;

/** So many words of ours in a text say that it was made from it. */
const LEAST_WORDS = 8;
/** And so many of them in a row: texts that have nothing to do with each other share single words. */
const LEAST_RUN = 5;
const LIKE = 0.6;

/** Judge how a text compares to the message that it is most like. One word that is not ours, or is missing inside, makes it an altered one. */
export function judgeSteps(steps: readonly Step[]): Verdict {
  const same = count(steps, "same");
  const added = count(steps, "added");
  const missing = count(steps, "missing");
  if (same === 0 || (same < LEAST_WORDS && added + missing > 0)) return "not-ours";
  if (added + missing === 0) return "genuine";
  if (added === 0 && isOnePiece(steps)) return "part";
  if (longestRun(steps) < LEAST_RUN) return "not-ours";
  return same / (same + added) >= LIKE || same / (same + missing) >= LIKE ? "altered" : "not-ours";
}

function count(steps: readonly Step[], kind: Step["kind"]): number {
  return steps.filter((step) => step.kind === kind).length;
}

/** Whether nothing is missing between the first and the last word that is there, but for one's own number, which people take out before they show a message around. */
function isOnePiece(steps: readonly Step[]): boolean {
  const first = steps.findIndex(({ kind }) => kind === "same");
  const last = steps.findLastIndex(({ kind }) => kind === "same");
  return steps.slice(first, last + 1).every(({ kind, personal }) => kind === "same" || personal);
}

function longestRun(steps: readonly Step[]): number {
  let [longest, run] = [0, 0];
  for (const { kind } of steps) {
    run = kind === "same" ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** Say what a fake is made for: the links, addresses, phone numbers and account numbers that were put in. */
export function dangersOf(stretches: readonly Stretch[]): Danger[] {
  const found = stretches.filter(({ kind }) => kind === "added").flatMap(({ text }) => dangersIn(text));
  return found.filter((danger, i) => found.findIndex(({ kind, text }) => kind === danger.kind && text === danger.text) === i);
}

function dangersIn(text: string): Danger[] {
  const plain = text.normalize("NFKC");
  const mails = plain.match(/[^\s<>@,]+@[^\s<>@,]+\.[^\s<>@,.]+/g) ?? [];
  const rest = mails.reduce((left, mail) => left.replace(mail, " "), plain);
  const links = [...(rest.match(/https?:\/\/\S+/gi) ?? []), ...findLinks(rest.replaceAll(/https?:\/\/\S+/gi, " "))];
  // A number of a message leads nobody anywhere.
  const figures = links.reduce((left, link) => left.replace(link, " "), rest).replaceAll(/\b[A-Z](?:-[0-9A-Z]{4})+/gi, " ").match(/\+?\d[\d\s().-]{5,}\d/g) ?? [];
  return [
    ...links.map((link): Danger => ({ kind: "link", text: link })),
    ...mails.map((mail): Danger => ({ kind: "e-mail", text: mail })),
    ...figures.filter((figure) => figure.replaceAll(/\D/g, "").length >= 7).map((figure): Danger => ({ kind: /^(\+|0\d|1[5-9]\d\d)/.test(figure) ? "phone" : "number", text: figure.trim() })),
  ];
}
