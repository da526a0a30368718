import { checkAddress } from "@/content/check-address";
import type { Translate } from "@/content/translator";
import type { LetterHead, PrintableLetter } from "@/domain/letters/types";
import type { LetterRun } from "@/domain/notices/types";
import { MM } from "./envelope";

/** Breaks a text set in a size into lines of a width. */
export type Break = (runs: readonly LetterRun[], size: number, width: number) => LetterRun[][];

/** Millimetres from the sheet's edges. */
export const SHEET = { width: 210, height: 297, left: 25, right: 20, firstTop: 110, nextTop: 32, bottom: 272 };
const BODY = { size: 10.5, leading: 16 };
const SUBJECT = { size: 13, leading: 18 };
const HEADING = { size: 11.5, leading: 17 };
const TEXT_WIDTH = (SHEET.width - SHEET.left - SHEET.right) * MM;
/** How far each level of a list stands in. */
const INDENT = 14;

/** A paragraph, heading or point of a list as far as it stands on one page. */
export interface Block {
  /** The same number for the parts of what was broken over pages. */
  element: number;
  role: "H1" | "H2" | "H3" | "P" | "LI";
  size: number;
  leading: number;
  lines: LetterRun[][];
  /** Points from the margin. */
  indent: number;
  /** What stands before the first line of a point, within its indent; nothing before what goes on. */
  marker: string;
  /** The same number for the points of one list. */
  list: number | null;
  /** Points from the top of the sheet. */
  y: number;
}

interface Element extends Pick<Block, "role" | "size" | "leading" | "indent" | "marker" | "list"> {
  runs: readonly LetterRun[];
  space: number;
}

/** Lay out a letter's words on pages, so that the number of pages is known before the first is drawn. No line stands alone at the top or the foot of a page. */
export function layOutPages(head: LetterHead, letter: PrintableLetter, words: Translate, broken: Break): Block[][] {
  const pages: Block[][] = [[]];
  let y = SHEET.firstTop * MM;
  for (const [element, { runs, space, ...style }] of elementsOf(head, letter, words).entries()) {
    let lines = broken(runs, style.size, TEXT_WIDTH - style.indent);
    let { marker } = style;
    while (lines.length > 0) {
      const room = Math.floor((SHEET.bottom * MM - y) / style.leading);
      const count = linesHere(lines.length, room, style.role);
      if (count > 0) {
        pages.at(-1)?.push({ ...style, marker, element, lines: lines.slice(0, count), y });
        marker = "";
      }
      y += count * style.leading + space;
      lines = lines.slice(count);
      if (lines.length === 0) continue;
      pages.push([]);
      y = SHEET.nextTop * MM;
    }
  }
  return pages;
}

function linesHere(lines: number, room: number, role: Block["role"]): number {
  // A heading stays with what follows it.
  if (role !== "P" && role !== "LI") return lines + 2 <= room ? lines : 0;
  if (lines <= room) return lines;
  if (room < 2) return 0;
  return lines - room < 2 ? Math.max(room - 1, lines > 3 ? 2 : 0) : room;
}

function elementsOf(head: LetterHead, letter: PrintableLetter, words: Translate): Element[] {
  const { locale, subject, reference } = letter;
  const plain = (text: string, space: number): Element => ({ ...aside, role: "P", ...BODY, runs: [{ text, strong: false }], space });
  const bold = (role: "H1" | "H2", text: string, style: typeof BODY, space: number): Element => ({ ...aside, role, ...style, runs: [{ text, strong: true }], space });
  return [
    bold("H1", subject, SUBJECT, 8),
    ...bodyOf(letter),
    bold("H2", words("check-title"), BODY, 2),
    plain(words("check", { url: checkAddress(head.portalUrl, locale), portal: head.portalUrl, reference }), 2),
    plain(words("contact", { desk: head.contactDesk[locale] }), 0),
  ];
}

/** What does not stand in a list. */
const aside = { indent: 0, marker: "", list: null };

function bodyOf({ blocks }: PrintableLetter): Element[] {
  let list = 0;
  return blocks.map(({ kind, level, marker, runs }, i): Element => {
    if (kind === "heading") return { ...aside, role: level < 3 ? "H2" : "H3", ...(level < 3 ? HEADING : BODY), runs: runs.map(({ text }) => ({ text, strong: true })), space: 3 };
    if (kind === "paragraph") return { ...aside, role: "P", ...BODY, runs, space: 8 };
    if (blocks[i - 1]?.kind !== "item") list += 1;
    return { role: "LI", ...BODY, runs, indent: level * INDENT, marker, list, space: blocks[i + 1]?.kind === "item" ? 3 : 8 };
  });
}
