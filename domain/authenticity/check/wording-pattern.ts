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
import { bare } from "./list-names";
import { Building, MARKS } from "./pattern-building";
import { keyOf, readWords } from "./read-given-text";
import type { Pattern } from "./types";

const SECTION_END = "\uE013";

export interface WaveWording {
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
export async function patternOf({ sent, locale, channel, classes, portalUrl }: WaveWording): Promise<Pattern | null> {
  const shared = sharedValues(sent.sender, locale, sent.asOf, portalUrl);
  const known = classes.filter(isDataClass);
  // As they are listed: what is confirmed in the incident's order, then what is only possible.
  const listNames = nameLeakedClasses({ confirmed: known, possible: known }, locale).map((name, i) => ({ slug: known[i % known.length] ?? "", keys: readWords(name).keys.map(bare) }));
  const building = new Building(new Set(listNames.flatMap(({ keys }) => keys)));
  if (channel === "sms") {
    const sms = compileSms(sent.content, locale, shared);
    if (!sms) return null;
    building.add(sms.text);
  } else await addMail(building, sent, locale, shared);
  return { source: { kind: "notice", sent, channel }, locale, words: building.words, skips: building.skips, listWords: building.listWords, listNames };
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
