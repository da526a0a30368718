import type { Translate } from "@/content/translator";
import type { LetterHead, PrintableLetter } from "@/domain/letters/types";
import { MM } from "./envelope";

export type Face = "regular" | "bold";
/** Breaks a text set in a face and size into lines of a width. */
export type Break = (text: string, face: Face, size: number, width: number) => string[];

/** Millimetres from the sheet's edges. */
export const SHEET = { width: 210, height: 297, left: 25, right: 20, firstTop: 110, nextTop: 32, bottom: 272 };
const BODY = { size: 10.5, leading: 16 };
const SUBJECT = { size: 13, leading: 18 };
const TEXT_WIDTH = (SHEET.width - SHEET.left - SHEET.right) * MM;

/** A paragraph or heading as far as it stands on one page. */
export interface Block {
  /** The same number for the parts of what was broken over pages. */
  element: number;
  role: "H1" | "H2" | "P";
  face: Face;
  size: number;
  leading: number;
  lines: string[];
  /** Points from the top of the sheet. */
  y: number;
}

interface Element extends Pick<Block, "role" | "face" | "size" | "leading"> {
  text: string;
  space: number;
}

/** Lay out a letter's words on pages, so that the number of pages is known before the first is drawn. No line stands alone at the top or the foot of a page. */
export function layOutPages(head: LetterHead, letter: PrintableLetter, words: Translate, broken: Break): Block[][] {
  const pages: Block[][] = [[]];
  let y = SHEET.firstTop * MM;
  for (const [element, { text, space, ...style }] of elementsOf(head, letter, words).entries()) {
    let lines = broken(text, style.face, style.size, TEXT_WIDTH);
    while (lines.length > 0) {
      const room = Math.floor((SHEET.bottom * MM - y) / style.leading);
      const count = linesHere(lines.length, room, style.role);
      if (count > 0) pages.at(-1)?.push({ ...style, element, lines: lines.slice(0, count), y });
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
  if (role !== "P") return lines + 2 <= room ? lines : 0;
  if (lines <= room) return lines;
  if (room < 2) return 0;
  return lines - room < 2 ? Math.max(room - 1, lines > 3 ? 2 : 0) : room;
}

function elementsOf(head: LetterHead, { locale, subject, text, reference }: PrintableLetter, words: Translate): Element[] {
  const plain = { role: "P", face: "regular", ...BODY } as const;
  return [
    { role: "H1", face: "bold", ...SUBJECT, text: subject, space: 8 },
    ...text.split(/\n{2,}/).map((paragraph) => paragraph.trim()).filter(Boolean).map((paragraph) => ({ ...plain, text: paragraph, space: 8 })),
    { role: "H2", face: "bold", ...BODY, text: words("check-title"), space: 2 },
    { ...plain, text: words("check", { url: head.portalUrl, reference }), space: 2 },
    { ...plain, text: words("contact", { desk: head.contactDesk[locale] }), space: 0 },
  ];
}
