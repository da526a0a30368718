import { checkClasses } from "./check-classes";
import { checkFacts } from "./check-facts";
import { checkItems } from "./check-items";
import { checkOrder } from "./check-order";
import { checkPhrases } from "./check-phrases";
import { checkReadability } from "./check-readability";
import { readProse } from "./read-prose";
import type { Finding, LintCase } from "./types";

/**
 * Hold a wording against the data of its audience, the facts that are published, the law and what is known of notices that people did not understand. It finds what is said
 * and what is not, never whether it is true: that stays with the approver. Findings of one language stand in the order of the text.
 */
export function lintNotice(lint: LintCase): Finding[] {
  return lint.locales.flatMap((locale) => {
    const prose = readProse(lint.wording, locale);
    const { findings: classes, namesAny } = checkClasses(lint, locale, prose);
    const items = new Set(prose.filter(({ kind }) => kind === "item").flatMap(({ sentences }) => sentences.map(placeOf)));
    const inItem = ({ place }: Finding) => items.has(placeOf({ field: place.field, from: place.from ?? -1 }));
    const phrases = checkPhrases(lint, locale, prose).filter((finding) => finding.rule !== "hedge" || !inItem(finding) || !classes.some((other) => other.rule === "evidence-wrong" && isSamePlace(other, finding)));
    const found = [
      ...checkItems(lint, locale, prose, namesAny),
      // What leaves open what is confirmed is told once: a sentence by its words, a point of a list by its class.
      ...classes.filter((finding) => finding.rule !== "evidence-wrong" || !phrases.some((other) => other.rule === "hedge" && isSamePlace(other, finding))),
      ...phrases,
      ...checkFacts(lint, locale, prose),
      ...checkOrder(lint, locale, prose),
      ...checkReadability(locale, prose),
    ];
    return found.sort((a, b) => compare(a, b));
  });
}

function placeOf({ field, from }: { field: string; from: number }): string {
  return `${field}:${from}`;
}

function isSamePlace({ place: a }: Finding, { place: b }: Finding): boolean {
  return a.field === b.field && a.from === b.from;
}

function compare(a: Finding, b: Finding): number {
  const [first, second] = [a.place, b.place].map(({ field, from }) => [field.startsWith("subject") ? -1 : Number(/\.(\d+)\./.exec(field)?.[1] ?? 1_000), from ?? -1] as const) as [readonly [number, number], readonly [number, number]];
  return first[0] - second[0] || first[1] - second[1];
}
