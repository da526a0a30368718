import { isDataClass } from "@/content/data-classes";
import type { Locale } from "@/db/values/locales";
import type { Channel } from "@/db/values/wave-states";
import { readMarkdown } from "../../notices/rendering/read-markdown";
import { compileNotice, compileSms } from "../../notices/rendering/render-notice";
import { footOf } from "../../notices/rendering/render-email";
import { isForAll, nameLeakedClasses } from "../../notices/rules";
import type { NoticePart, SharedValues } from "../../notices/types";
import type { SentNotice } from "../../waves/queries/list-sent-notices";
import { sharedValues } from "../../waves/sender-words";
import { keyOf, readWords } from "./read-given-text";
import type { Pattern, PatternWord } from "./types";

/** Marks of the places of personal values in a text, of letters that nobody may write into a wording. */
const MARKS = { "leaked-list": "\uE010", "leaked-classes": "\uE011", reference: "\uE012" } as const;
const SECTION_END = "\uE013";
const MARK = /[\uE010-\uE012]/;

export interface PatternSource {
  sent: SentNotice;
  locale: Locale;
  channel: Channel;
  /** Slugs of the incident's classes. */
  classes: readonly string[];
  portalUrl: string;
}

/**
 * Write down what messages of a wave say in one language over one channel: the words that all have, those that only some have, and the places of what is a person's own, in which
 * nothing is taken but what can stand there. Null where the wave has no such message.
 */
export async function patternOf({ sent, locale, channel, classes, portalUrl }: PatternSource): Promise<Pattern | null> {
  const shared = sharedValues(sent.sender, locale, sent.asOf, portalUrl);
  const names = nameLeakedClasses({ confirmed: classes.filter(isDataClass), possible: classes.filter(isDataClass) }, locale);
  const building = new Building(new Set(names.flatMap((name) => readWords(name).keys)));
  if (channel === "sms") {
    const sms = compileSms(sent.content, locale, shared);
    if (!sms) return null;
    building.add(sms.text);
  } else await addMail(building, sent, locale, shared);
  return { sent, locale, channel, words: building.words, skips: building.skips, listWords: building.listWords };
}

async function addMail(building: Building, { content, sender }: SentNotice, locale: Locale, shared: SharedValues): Promise<void> {
  // Laid out once, with a mark behind each section: laying each out by itself would take as many times as long.
  const sections = content.sections.flatMap((section) => [section, { when: {}, text: { ko: SECTION_END, en: SECTION_END } }]);
  const { subject, text } = await compileNotice({ subject: content.subject, sections }, locale, shared, { foot: false });
  building.perhaps(() => building.add(subject));
  building.perhaps(() => building.add([sender.organisation[locale]]));
  const texts = splitSections(text);
  for (const [i, section] of content.sections.entries()) {
    const add = () => building.add(texts[i] ?? [], linksBehind(section.text[locale]));
    if (isForAll(section.when)) add();
    else building.perhaps(add);
  }
  building.perhaps(() => building.add([footOf(locale, shared, MARKS.reference)]));
}

function splitSections(parts: readonly NoticePart[]): NoticePart[][] {
  const sections: NoticePart[][] = [[]];
  for (const part of parts) {
    if (typeof part !== "string") sections.at(-1)?.push(part);
    else for (const [i, piece] of part.split(SECTION_END).entries()) (i === 0 ? sections.at(-1) : sections[sections.push([]) - 1])?.push(piece);
  }
  return sections;
}

class Building {
  readonly words: PatternWord[] = [];
  readonly skips = new Map<number, number[]>();

  constructor(readonly listWords: ReadonlySet<string>) {}

  /** What only some readers have. */
  perhaps(add: () => void): void {
    const start = this.words.length;
    add();
    if (this.words.length > start) this.skips.set(start, [...(this.skips.get(start) ?? []), this.words.length]);
  }

  /** Add a text. Addresses of `behind` are shown by some programs alone, as are the numbers of a list. */
  add(parts: readonly NoticePart[], behind: ReadonlySet<string> = new Set()): void {
    const text = parts.map((piece) => (typeof piece === "string" ? piece : MARKS[piece.slot])).join("");
    for (const line of text.split("\n")) {
      const { words, keys } = readWords(line);
      for (const [i, key] of keys.entries()) this.addWord(key, words[i] ?? key, (i === 0 && /^\s/.test(line) && /^\d{1,2}\.$/.test(key)) || behind.has(key));
    }
  }

  private addWord(key: string, shown: string, optional: boolean): void {
    const place = MARK.exec(key);
    if (!place) {
      this.words.push({ key, shown, before: "", after: "", optional });
      return;
    }
    const around = { key, before: key.slice(0, place.index), after: key.slice(place.index + 1), optional: false };
    if (place[0] === MARKS.reference) this.words.push({ ...around, shown: shown.replace(MARK, "N-…"), slot: "reference" });
    else this.words.push({ ...around, shown: shown.replace(MARK, "…"), slot: "list" }, { ...around, shown: "", slot: "more" });
  }
}

/** Addresses that stand behind other words: whoever copies the words has them not. */
function linksBehind(markdown: string): Set<string> {
  const found = new Set<string>();
  const look = (nodes: readonly unknown[]) => {
    for (const node of nodes as { type: string; url?: string; children?: unknown[] }[]) {
      if (node.type === "link" && node.url !== undefined) found.add(keyOf(node.url.replace(/^mailto:/i, "")));
      look(node.children ?? []);
    }
  };
  look(readMarkdown(markdown));
  return found;
}
