import type { PhrasingContent, RootContent } from "mdast";
import type { Locale } from "@/db/values/locales";
import { isPlaceOfList, readMarkdown } from "./read-markdown";
import { renderPlain } from "./render-email";
import { fillParts } from "./render-notice";
import { mayLinkTo, nameLeakedClasses, personalValues } from "../rules";
import type { LetterBlock, NoticePart, NoticeReader, NoticeWording, OpenLetter, SharedValues } from "../types";

const POINT = "•";

type OpenBlock = OpenLetter["blocks"][number];
type OpenRun = Extract<OpenBlock, { marker: string }>["runs"][number];

/** Read a wording as a letter on paper, filled in but for what differs from person to person. The wording has the sections of its reader alone (`selectSections`). */
export function compileLetter({ subject, sections }: NoticeWording, locale: Locale, shared: SharedValues): OpenLetter {
  // Read as one, so that a list goes on from one section to the next.
  const blocks = blocksOf(readMarkdown(sections.map(({ text }) => text[locale]).join("\n\n")), shared, 0);
  return { locale, subject: renderPlain(subject[locale], shared), blocks };
}

/** Fill in what differs from person to person: what leaked is a point of a list each. */
export function fillLetter({ locale, subject, blocks }: OpenLetter, reader: NoticeReader, reference: string): { subject: string; blocks: LetterBlock[] } {
  const { text } = personalValues(reader, reference, locale);
  return {
    subject: fillParts(subject, text),
    blocks: blocks.flatMap((block): LetterBlock[] => {
      if (block.kind === "leaked") return nameLeakedClasses(reader, locale).map((name) => ({ kind: "item", level: block.level, marker: POINT, runs: [{ text: name, strong: false }] }));
      return [{ ...block, runs: block.runs.map(({ parts, strong }) => ({ text: fillParts(parts, text), strong })) }];
    }),
  };
}

function blocksOf(nodes: readonly RootContent[], shared: SharedValues, level: number): OpenBlock[] {
  return nodes.flatMap((node): OpenBlock[] => {
    if (isPlaceOfList(node)) return [{ kind: "leaked", level: level + 1 }];
    switch (node.type) {
      case "heading":
        return [{ kind: "heading", level: node.depth < 3 ? 2 : 3, marker: "", runs: runsOf(node.children, shared, false) }];
      case "paragraph":
        return [{ kind: level > 0 ? "item" : "paragraph", level, marker: "", runs: runsOf(node.children, shared, false) }];
      case "list":
        return node.children.flatMap((item, i) => {
          const [first, ...others] = blocksOf(item.children, shared, level + 1);
          if (first?.kind !== "item" || first.marker !== "") return first ? [first, ...others] : [];
          return [{ ...first, marker: node.ordered ? `${(node.start ?? 1) + i}.` : POINT }, ...others];
        });
      // Nothing else is read (`readMarkdown`).
      default:
        return [];
    }
  });
}

/** Emphasis of both kinds is bold: Hangul has no italics. */
function runsOf(nodes: readonly PhrasingContent[], shared: SharedValues, strong: boolean): OpenRun[] {
  return nodes.flatMap((node): OpenRun[] => {
    switch (node.type) {
      case "text":
        return [{ parts: renderPlain(node.value, shared), strong }];
      case "strong":
      case "emphasis":
        return runsOf(node.children, shared, true);
      case "link":
        return [...runsOf(node.children, shared, strong), ...addressOf(node.url, node.children, strong)];
      case "break":
        return [{ parts: ["\n"], strong }];
      default:
        return [];
    }
  });
}

/** Paper cannot be clicked on: the address stands behind the words, unless they are it. */
function addressOf(url: string, words: readonly PhrasingContent[], strong: boolean): OpenRun[] {
  if (!mayLinkTo(url)) return [];
  const bare = url.replace(/^(mailto|tel):/i, "");
  const said = words.map((node) => ("value" in node ? node.value : "")).join("");
  const parts: NoticePart[] = [` (${bare})`];
  return said.includes(bare) ? [] : [{ parts, strong }];
}
