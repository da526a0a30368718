import { readFileSync } from "node:fs";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import PDFDocument from "pdfkit";
import { translator, type Translate } from "@/content/translator";
import type { LetterHead, LetterPrinter, PrintableLetter } from "@/domain/letters/types";
import type { LetterRun } from "@/domain/notices/types";
import { breakRuns } from "./break-lines";
import { code39 } from "./code39";
import { addressLines, envelopeOf, MM } from "./envelope";
import { layOutPages, SHEET, type Block } from "./letter-pages";

const INK = "#1a1a1a";
const SMALL = 7.5;
/** Sizes that are tried for an address, until it goes into the window. */
const ADDRESS_SIZES = [10.5, 9.5, 8.5, 7.5, 6.5];
/** Width of a narrow bar, in millimetres. */
const BAR = 0.23;

/** Broken texts that are kept; more would be the letters themselves. */
const MOST_KNOWN = 500;

type Document = InstanceType<typeof PDFDocument>;
type Structure = ReturnType<Document["struct"]>;
type Role = "Document" | "Sect" | "L" | "Lbl" | "LBody" | Block["role"];
type Face = "regular" | "bold";

/** Where the fonts lie. Every process runs from the project's root or from the standalone build, which carries a copy at the same place. */
const FONTS = path.join(process.cwd(), "node_modules/pretendard/dist/public/static/alternative");
const fontFile = (name: string) => path.join(FONTS, `Pretendard-${name}.ttf`);

/** Open a printer. Its fonts are read once, for the first letter; every document embeds of them what it shows. */
export function openLetterPrinter(): LetterPrinter {
  let read: Record<Face, Buffer> | null = null;
  const fonts = () => (read ??= { regular: readFileSync(fontFile("Regular")), bold: readFileSync(fontFile("Bold")) });
  let covers: ((text: string) => boolean) | null = null;
  return {
    canPrint(address) {
      covers ??= coverage(fonts().regular);
      return covers([address.n, address.c, ...address.l].join(""));
    },
    async print(head, letters, write) {
      const sheet = new LetterDocument(head, fonts());
      const pages: number[] = [];
      for await (const letter of letters) {
        pages.push(sheet.add(letter));
        await sheet.drain(write);
      }
      await sheet.end(write);
      return pages;
    },
  };
}

/** Which characters a font has a shape for. */
function coverage(font: Buffer): (text: string) => boolean {
  const document = new PDFDocument({ autoFirstPage: false, font: "" });
  document.registerFont("probe", font);
  document.font("probe");
  const { font: shapes } = (document as unknown as { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } })._font;
  return (text) => Array.from(text).every((character) => shapes.hasGlyphForCodePoint(character.codePointAt(0) ?? 0));
}

class LetterDocument {
  private readonly pdf: Document;
  private readonly root: Structure;
  private ready: Buffer[] = [];
  /** Most of a letter says the same as the one before: its lines are broken once. */
  private readonly known = new Map<string, LetterRun[][]>();
  private readonly translators = new Map<string, Translate>();

  constructor(
    private readonly head: LetterHead,
    fonts: Record<Face, Buffer>,
  ) {
    // The moment in it is the batch's own, and the file's id is made of it: the same letters make the same bytes.
    this.pdf = new PDFDocument({
      ...{ size: "A4", margin: 0, autoFirstPage: false, pdfVersion: "1.7", tagged: true, displayTitle: true, lang: "ko", font: "" },
      info: { Title: head.title, Author: head.organisation.ko, Creator: "Amends", Producer: "Amends", CreationDate: head.date, ModDate: head.date },
    });
    this.pdf.on("data", (bytes: Buffer) => this.ready.push(bytes));
    for (const face of ["regular", "bold"] as const) this.pdf.registerFont(face, fonts[face]);
    this.root = this.pdf.struct("Document" satisfies Role);
    this.pdf.addStructure(this.root);
  }

  /** Draw one letter; returns its pages. */
  add(letter: PrintableLetter): number {
    const pages = layOutPages(this.head, letter, this.words(letter), (runs, size, width) => this.broken(runs, size, width));
    const section = this.pdf.struct("Sect" satisfies Role, { lang: letter.locale, title: letter.subject });
    this.root.add(section);
    const elements: Elements = { whole: new Map(), lists: new Map() };
    for (const [i, blocks] of pages.entries()) {
      this.pdf.addPage();
      if (i === 0) this.firstPage(section, letter);
      else this.artifact(() => this.line(`${letter.subject} · ${letter.reference}`, SHEET.left * MM, 20 * MM, "regular", SMALL, (SHEET.width - SHEET.left - SHEET.right) * MM));
      for (const block of blocks) this.block(section, elements, block);
      this.foot(letter, i + 1, pages.length);
    }
    for (const element of [...elements.whole.values(), ...elements.lists.values()]) element.end();
    section.end();
    return pages.length;
  }

  async drain(write: (bytes: Buffer) => Promise<void>): Promise<void> {
    // A turn of the loop for each letter: its bytes come out, and whatever else the process does goes on.
    await setImmediate();
    const bytes = Buffer.concat(this.ready);
    this.ready = [];
    if (bytes.length > 0) await write(bytes);
  }

  async end(write: (bytes: Buffer) => Promise<void>): Promise<void> {
    this.root.end();
    const over = new Promise<void>((resolve, reject) => this.pdf.on("end", resolve).on("error", reject));
    this.pdf.end();
    await over;
    await this.drain(write);
  }

  private firstPage(section: Structure, letter: PrintableLetter): void {
    const words = this.words(letter);
    const { window, folds } = envelopeOf(letter.country);
    const left = (window.x + 5) * MM;
    this.artifact(() => {
      for (const fold of folds) this.pdf.moveTo(5 * MM, fold * MM).lineTo(10 * MM, fold * MM).lineWidth(0.4).stroke(INK);
      this.bars(letter.handle.replaceAll("-", ""), left, (window.y + 5.5) * MM);
    });
    const width = (window.width - 5) * MM;
    this.paragraph(section, () => this.line(this.head.organisation[letter.locale], left, (window.y + 1) * MM, "regular", SMALL, width));
    this.paragraph(section, () => this.line(letter.handle, left + 53 * MM, (window.y + 7) * MM, "regular", SMALL, width));
    this.address(section, letter, left, (window.y + 13) * MM, width, (window.height - 13) * MM);
    const date = new Intl.DateTimeFormat(letter.locale === "ko" ? "ko-KR" : "en-GB", { dateStyle: "long", timeZone: this.head.timeZone }).format(this.head.date);
    const facts = [[words("date"), date], [words("reference"), letter.reference], [words("handle"), letter.handle]];
    for (const [i, [name = "", value = ""]] of facts.entries()) {
      this.paragraph(section, () => {
        this.line(name, 125 * MM, (50 + i * 10) * MM, "regular", SMALL, 65 * MM);
        this.line(value, 125 * MM, (53.5 + i * 10) * MM, "regular", 10, 65 * MM);
      });
    }
  }

  private address(section: Structure, letter: PrintableLetter, x: number, y: number, width: number, height: number): void {
    const { lines, code } = addressLines(letter);
    const set = (size: number) => lines.flatMap((line) => this.brokenText(line, "regular", size, width));
    const rows = (size: number) => set(size).length + (code ? 1 : 0);
    const size = ADDRESS_SIZES.find((each) => rows(each) * each * 1.2 <= height) ?? ADDRESS_SIZES.at(-1) ?? SMALL;
    this.paragraph(section, () => {
      const broken = set(size);
      for (const [i, line] of broken.entries()) this.line(line, x, y + i * size * 1.2, "regular", size, width);
      if (code) this.line(code, x + width - this.width(code, "regular", size) - 2 * MM, y + broken.length * size * 1.2, "regular", size, width);
    });
  }

  private bars(text: string, x: number, y: number): void {
    for (const bar of code39(text).bars) this.pdf.rect(x + bar.at * BAR * MM, y, bar.width * BAR * MM, 5 * MM);
    this.pdf.fill("#000000");
  }

  private block(section: Structure, elements: Elements, { element, role, size, leading, lines, indent, marker, list, y }: Block): void {
    const left = SHEET.left * MM + indent;
    const tag = (list === null ? role : "LBody") satisfies Role;
    let structure = elements.whole.get(element);
    if (!structure) {
      structure = this.pdf.struct(tag);
      elements.whole.set(element, structure);
      if (list === null) section.add(structure);
      else this.point(section, elements, list, structure, marker, left, y, size);
    }
    structure.add(this.pdf.markStructureContent(tag));
    for (const [i, line] of lines.entries()) this.runs(line, left, y + i * leading, size);
    this.pdf.endMarkedContent();
  }

  /** A point of a list: what it begins with, and its words. */
  private point(section: Structure, { lists }: Elements, list: number, body: Structure, marker: string, left: number, y: number, size: number): void {
    let whole = lists.get(list);
    if (!whole) {
      whole = this.pdf.struct("L" satisfies Role);
      section.add(whole);
      lists.set(list, whole);
    }
    const item = this.pdf.struct("LI" satisfies Role);
    whole.add(item);
    if (marker !== "") {
      const label = this.pdf.struct("Lbl" satisfies Role);
      item.add(label);
      label.add(this.pdf.markStructureContent("Lbl"));
      this.line(marker, left - this.width(`${marker} `, "regular", size), y, "regular", size);
      this.pdf.endMarkedContent();
    }
    // Ended with the whole letter: the point may go on on the next page.
    item.add(body);
  }

  private foot(letter: PrintableLetter, page: number, pages: number): void {
    const words = this.words(letter);
    const width = (SHEET.width - SHEET.left - SHEET.right) * MM;
    const number = words("page", { page, pages });
    this.artifact(() => {
      this.line(`${this.head.organisation[letter.locale]} · ${this.head.portalUrl}`, SHEET.left * MM, 283 * MM, "regular", SMALL, width * 0.8);
      this.line(number, SHEET.left * MM + width - this.width(number, "regular", SMALL), 283 * MM, "regular", SMALL, width);
    });
  }

  private paragraph(section: Structure, draw: () => void): void {
    const paragraph = this.pdf.struct("P" satisfies Role);
    section.add(paragraph);
    paragraph.add(this.pdf.markStructureContent("P"));
    draw();
    this.pdf.endMarkedContent();
    paragraph.end();
  }

  /** What is there for machines and folding, and not read out. */
  private artifact(draw: () => void): void {
    this.pdf.markContent("Artifact", { type: "Layout" });
    draw();
    this.pdf.endMarkedContent();
  }

  private words({ locale }: PrintableLetter): Translate {
    let words = this.translators.get(locale);
    if (!words) this.translators.set(locale, (words = translator(locale, "letters-print")));
    return words;
  }

  private width(text: string, face: Face, size: number): number {
    return this.pdf.font(face).fontSize(size).widthOfString(text);
  }

  private broken(runs: readonly LetterRun[], size: number, width: number): LetterRun[][] {
    const key = `${size}|${width}|${runs.map(({ text, strong }) => (strong ? "b" : "r") + text).join("\u0000")}`;
    let lines = this.known.get(key);
    if (!lines) {
      if (this.known.size >= MOST_KNOWN) this.known.clear();
      this.known.set(key, (lines = breakRuns(runs, width, (text, strong) => this.width(text, strong ? "bold" : "regular", size))));
    }
    return lines;
  }

  private brokenText(text: string, face: Face, size: number, width: number): string[] {
    return this.broken([{ text, strong: face === "bold" }], size, width).map((line) => line.map((run) => run.text).join(""));
  }

  /** Set one line that changes its weight. */
  private runs(line: readonly LetterRun[], x: number, y: number, size: number): void {
    let at = x;
    for (const { text, strong } of line) {
      const face = strong ? "bold" : "regular";
      this.line(text, at, y, face, size);
      at += this.width(text, face, size);
    }
  }

  /** Set one line; one that is wider than it may be loses its end. */
  private line(text: string, x: number, y: number, face: Face, size: number, width = Infinity): void {
    const [fits = ""] = width === Infinity ? [text] : this.brokenText(text, face, size, width);
    this.pdf.font(face).fontSize(size).fillColor(INK).text(fits, x, y, { lineBreak: false });
  }
}

/** What of a letter was begun on one page and may go on on the next. */
interface Elements {
  whole: Map<number, Structure>;
  lists: Map<number, Structure>;
}
