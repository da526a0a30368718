import type { RootContent } from "mdast";
import type { Locale } from "@/db/values/locales";
import { readMarkdown } from "../rendering/read-markdown";
import type { NoticeWording, SectionCondition } from "../types";

/** A sentence of a field, by its characters there. `text` is without marks of Markdown. */
export interface Sentence {
  field: string;
  from: number;
  to: number;
  text: string;
}

export interface ProseBlock {
  kind: "heading" | "paragraph" | "item";
  /** The heading under which it stands, over the borders of sections. */
  heading: string;
  when: SectionCondition;
  sentences: Sentence[];
}

/** Read the letter of one language as blocks of sentences, the sections one after the other. */
export function readProse({ sections }: NoticeWording, locale: Locale): ProseBlock[] {
  const blocks: ProseBlock[] = [];
  let heading = "";
  for (const [i, { when, text }] of sections.entries()) {
    const source = text[locale];
    const field = `sections.${i}.text.${locale}`;
    const add = (kind: ProseBlock["kind"], node: RootContent) => {
      const sentences = readSentences(source.slice(from(node), to(node)), field, from(node), locale);
      if (kind === "heading") heading = sentences.map((sentence) => sentence.text).join(" ");
      blocks.push({ kind, heading, when, sentences });
    };
    const walk = (nodes: readonly RootContent[], inItem: boolean) => {
      for (const node of nodes) {
        if (node.type === "heading") add("heading", node);
        else if (node.type === "paragraph") add(inItem ? "item" : "paragraph", node);
        else if ("children" in node) walk(node.children, inItem || node.type === "listItem");
      }
    };
    walk(readMarkdown(source), false);
  }
  return blocks;
}

function from(node: RootContent): number {
  return node.position?.start.offset ?? 0;
}

function to(node: RootContent): number {
  return node.position?.end.offset ?? 0;
}

const segmenters: Record<Locale, Intl.Segmenter> = { ko: new Intl.Segmenter("ko", { granularity: "sentence" }), en: new Intl.Segmenter("en", { granularity: "sentence" }) };
/** What ends in a full stop and ends no sentence. */
const GOES_ON = /(\b(art|arts|no|nos|st|mr|mrs|ms|dr|vs|approx|e\.g|i\.e|a\.m|p\.m)\.|\d\.)\s*$/i;

/** Split a stretch of a field into sentences. A line break ends one, as it does to the eye. */
export function readSentences(source: string, field: string, offset: number, locale: Locale): Sentence[] {
  const pieces: { from: number; to: number }[] = [];
  for (const line of source.matchAll(/[^\n]+/g)) {
    let begun = line.index;
    for (const { segment, index } of segmenters[locale].segment(line[0])) {
      const end = line.index + index + segment.length;
      if (GOES_ON.test(segment) && end < line.index + line[0].length) continue;
      pieces.push({ from: begun, to: end });
      begun = end;
    }
  }
  return pieces.flatMap((piece) => {
    const raw = source.slice(piece.from, piece.to);
    const text = bare(raw);
    const start = offset + piece.from + (raw.length - raw.trimStart().length);
    return text === "" ? [] : [{ field, from: start, to: start + raw.trim().length, text }];
  });
}

/** Words without the marks of Markdown. */
function bare(raw: string): string {
  return raw
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/(\*\*|__|\*)/g, "")
    .replace(/^\s*(#{1,6}|[-+]|\d+[.)])\s+/, "")
    .trim();
}
