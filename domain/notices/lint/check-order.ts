import { leakWords, requests } from "@/content/lint/phrases";
import { readability } from "@/content/lint/readability";
import type { Locale } from "@/db/values/locales";
import { statutoryKinds } from "@/db/values/notice-kinds";
import { foundIn, foundInAll } from "./found";
import type { ProseBlock } from "./read-prose";
import type { Finding, LintCase } from "./types";

/** Look at the order of a notice: that this person's data leaked comes first, and what to do is a list. Kinds that tell nobody of a leak have no such order. */
export function checkOrder({ kind }: LintCase, locale: Locale, prose: readonly ProseBlock[]): Finding[] {
  if (!statutoryKinds.includes(kind) || kind === "all-clear") return [];
  return [...riskLate(locale, prose), ...actionsBuried(locale, prose)];
}

function riskLate(locale: Locale, prose: readonly ProseBlock[]): Finding[] {
  const sentences = prose.filter(({ kind }) => kind !== "heading").flatMap((block) => block.sentences);
  const leaked = new RegExp(leakWords[locale], "iu");
  const tells = sentences.findIndex(({ text }) => text.includes("{{leaked-") || (leaked.test(text) && (locale === "ko" || /\byou(r|rs)?\b/i.test(text))));
  const [first] = sentences;
  if (!first || (tells >= 0 && tells < readability.toldWithinSentences)) return [];
  return [foundIn("risk-late", locale, first)];
}

function actionsBuried(locale: Locale, prose: readonly ProseBlock[]): Finding[] {
  const asks = new RegExp(requests[locale], "iu");
  const requestsIn = ({ sentences }: ProseBlock) => sentences.filter(({ text }) => asks.test(text));
  if (prose.some((block) => block.kind === "item" && requestsIn(block).length > 0)) return [];
  const buried = prose.filter(({ kind }) => kind === "paragraph").find((block) => requestsIn(block).length >= readability.requestsInParagraph);
  const [place] = buried ? requestsIn(buried) : [];
  if (place) return [foundIn("actions-buried", locale, place)];
  return prose.some((block) => requestsIn(block).length > 0) && !prose.some(({ kind }) => kind === "item") ? [foundInAll("actions-buried", locale, "")] : [];
}
