import { koreanConnectors, koreanEndings, readability } from "@/content/lint/readability";
import type { Locale } from "@/db/values/locales";
import { foundAt, foundIn, foundInAll } from "./found";
import type { ProseBlock, Sentence } from "./read-prose";
import type { Finding } from "./types";

/** Measure how hard the letter is to read: as a whole, its longest sentences, and in Korean chains of nouns. */
export function checkReadability(locale: Locale, prose: readonly ProseBlock[]): Finding[] {
  const sentences = prose.filter(({ kind }) => kind !== "heading").flatMap((block) => block.sentences);
  const most = readability[locale].wordsAtMost;
  const long = sentences.filter(({ text }) => wordsOf(text).length > most).map((sentence) => foundIn("long-sentence", locale, sentence, { about: String(wordsOf(sentence.text).length) }));
  const ease = readingEase(locale, sentences);
  const hard = ease !== null && (locale === "en" ? ease < readability.en.fleschAtLeast : ease > readability.ko.meanWordsAtMost) ? [foundInAll("hard-to-read", locale, ease.toFixed(0))] : [];
  return [...hard, ...long, ...(locale === "ko" ? sentences.flatMap(nominalChains) : [])];
}

/** Flesch's reading ease in English, words per sentence in Korean; null for what is too short to say. Fragments of a list are no sentences. */
function readingEase(locale: Locale, sentences: readonly Sentence[]): number | null {
  const whole = sentences.map(({ text }) => wordsOf(text)).filter((words) => words.length >= 4);
  if (whole.length < 3) return null;
  const words = whole.flat();
  const perSentence = words.length / whole.length;
  if (locale === "ko") return perSentence;
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return 206.835 - 1.015 * perSentence - 84.6 * (syllables / words.length);
}

function wordsOf(text: string): string[] {
  return text.replaceAll(/\{\{[^}]*\}\}/g, "x").split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** Syllables of an English word, as Flesch's formula has them counted: groups of vowels, without a silent e. */
function syllablesOf(word: string): number {
  const letters = word.toLowerCase().replaceAll(/[^a-z]/g, "");
  if (letters.length <= 3) return 1;
  const groups = letters.replace(/(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$/, "").replace(/^y/, "").match(/[aeiouy]{1,2}/g);
  return Math.max(1, groups?.length ?? 1);
}

function nominalChains({ field, from, text }: Sentence): Finding[] {
  const found: Finding[] = [];
  let chain: string[] = [];
  const end = () => {
    if (chain.filter((word) => word !== "및").length > readability.ko.nominalsAtMost) {
      const words = chain.join(" ").replaceAll(/에(대한|관한|따른|의한)/g, "에 $1");
      found.push(foundAt("nominal-chain", "ko", field, from + Math.max(0, text.indexOf(words)), words));
    }
    chain = [];
  };
  for (const word of text.replaceAll(/에 (대한|관한|따른|의한)/g, "에$1").split(/\s+/)) {
    if (koreanConnectors.test(word) || (/^[가-힣]{2,}$/.test(word) && !koreanEndings.test(word))) {
      chain.push(word);
      continue;
    }
    // The noun that a chain ends in carries the particle.
    if (chain.length > 0 && /^[가-힣]+(을|를|이|가|은|는|으로|로|에|에서)[.,]?$/.test(word)) chain.push(word);
    end();
  }
  end();
  return found;
}
