import { describe, expect, it } from "vitest";
import { extractText, getDocumentProxy, getMeta } from "unpdf";
import type { LetterHead, PrintableLetter } from "@/domain/letters/types";
import type { LetterBlock } from "@/domain/notices/types";
import { breakLines, breakRuns } from "./break-lines";
import { code39 } from "./code39";
import { addressLines, envelopeOf, MM } from "./envelope";
import { openLetterPrinter } from "./letter-printer";

const head: LetterHead = {
  title: "개인정보 유출 통지 · 1",
  organisation: { ko: "하늘몰", en: "Haneul Mall" },
  contactDesk: { ko: "개인정보 보호팀, 02-1234-5678", en: "Privacy team, +82 2 1234 5678" },
  portalUrl: "https://notice.haneulmall.example",
  date: new Date("2025-12-03T18:00:00Z"),
  timeZone: "Asia/Seoul",
};
const paragraphs = (text: string): LetterBlock[] => text.split("\n\n").map((paragraph) => ({ kind: "paragraph", level: 0, marker: "", runs: [{ text: paragraph, strong: false }] }));
const minji: PrintableLetter = {
  ...{ locale: "ko", country: "KR", address: { n: "김민지", c: "04101", l: ["서울특별시 마포구 하늘로 12", "103동 1204호"] } },
  ...{ subject: "개인정보 유출 통지", blocks: paragraphs("고객님의 개인정보가 유출되었습니다.\n\n유출된 항목: 이름, 배송지 주소"), reference: "N-2345-6789", handle: "L-2345-6789-ABCD" },
};
const john: PrintableLetter = {
  ...{ locale: "en", country: "US", address: { n: "John Smith", c: "94107", l: ["12 Cloud Street", "San Francisco CA"] } },
  ...{ subject: "Your personal data has leaked", blocks: paragraphs(`Dear customer,\n\n${"We tell you what leaked and what you can do about it. ".repeat(90)}\n\nWe apologise.`), reference: "N-ABCD-EFGH", handle: "L-WXYZ-2345-MNPQ" },
};

const printer = openLetterPrinter();

async function print(letters: PrintableLetter[]) {
  const parts: Buffer[] = [];
  const pages = await printer.print(head, letters, (bytes) => Promise.resolve(void parts.push(bytes)));
  return { pages, bytes: Buffer.concat(parts), parts };
}

async function read(bytes: Buffer) {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const { text } = await extractText(pdf, { mergePages: false });
  return { pdf, text: text.map((page) => page.replace(/\s+/g, " ")) };
}

describe("a batch of letters", () => {
  it("is one PDF with each letter's address, words, number and desk, in its language", async () => {
    const { pages, bytes } = await print([minji, john]);
    expect(pages).toEqual([1, 2]);
    const { text } = await read(bytes);
    const [korean = "", english = "", second = ""] = text;
    for (const part of ["하늘몰", "김민지 귀하", "서울특별시 마포구 하늘로 12", "04101", "2025년 12월 4일", "개인정보 유출 통지", "고객님의 개인정보가 유출되었습니다.", "N-2345-6789", "L-2345-6789-ABCD", "https://notice.haneulmall.example", "개인정보 보호팀, 02-1234-5678", "1쪽 중 1쪽"]) expect(korean).toContain(part);
    for (const part of ["Haneul Mall", "John Smith", "San Francisco CA 94107", "UNITED STATES", "4 December 2025", "Your personal data has leaked", "N-ABCD-EFGH", "L-WXYZ-2345-MNPQ", "Page 1 of 2"]) expect(english).toContain(part);
    for (const part of ["We apologise.", "How to check this letter", "Privacy team, +82 2 1234 5678", "Page 2 of 2"]) expect(second).toContain(part);
    expect(second).not.toContain("Cloud Street");
    expect(english + second).not.toContain("김민지");
  });

  it("loses no word of a long text at the turn of a page", async () => {
    const words = Array.from({ length: 1_500 }, (_, i) => `w${i}`);
    const { pages, bytes } = await print([{ ...john, blocks: paragraphs(words.join(" ")) }]);
    expect(pages[0]).toBeGreaterThan(2);
    const { text } = await read(bytes);
    expect(text.join(" ").match(/\bw\d+\b/g)).toEqual(words);
  });

  it("has its address in the window, the Korean one with the code to the right", async () => {
    const { bytes } = await print([minji, { ...john, address: { n: "가".repeat(60), c: "94107", l: Array.from({ length: 4 }, () => "나".repeat(60)) } }]);
    const { pdf } = await read(bytes);
    for (const [number, { country }] of [minji, john].entries()) {
      const { window } = envelopeOf(country);
      const content = await (await pdf.getPage(number + 1)).getTextContent();
      const shown = content.items.flatMap((item) => ("str" in item && /김민지|04101|나나|UNITED|94107/.test(item.str) ? [item] : []));
      expect(shown.length).toBeGreaterThan(1);
      for (const { transform, width } of shown) {
        const [x, y] = [transform[4] as number, 297 * MM - (transform[5] as number)];
        expect(x).toBeGreaterThanOrEqual(window.x * MM);
        expect(x + width).toBeLessThanOrEqual((window.x + window.width) * MM + 1);
        expect(y).toBeGreaterThan(window.y * MM);
        expect(y).toBeLessThanOrEqual((window.y + window.height) * MM + 1);
      }
    }
  });

  it("names itself, says its language, is tagged, and embeds its fonts as far as it shows them", async () => {
    const { bytes } = await print([minji]);
    const { info } = await getMeta(new Uint8Array(bytes));
    expect(info).toMatchObject({ Title: head.title, Author: "하늘몰", PDFFormatVersion: "1.7" });
    const raw = bytes.toString("latin1");
    expect(raw).toContain("/MarkInfo");
    expect(raw).toMatch(/\/Lang \(ko\)|\/Lang <feff006b006f>/i);
    expect(raw).toMatch(/\/FontName \/[A-Z]{6}\+Pretendard-Regular/);
    expect(bytes.length).toBeLessThan(200_000);
    const { pdf } = await read(bytes);
    const tree = JSON.stringify(await (await pdf.getPage(1)).getStructTree());
    for (const role of ["Document", "Sect", "H1", "P"]) expect(tree).toContain(`"role":"${role}"`);
  });

  it("prints headings, lists and emphasis, tagged as what they are, over the turn of a page too", async () => {
    const run = (text: string, strong = false) => ({ text, strong });
    const points = Array.from({ length: 40 }, (_, i): LetterBlock => ({ kind: "item", level: 1, marker: `${i + 1}.`, runs: [run(`Point${i} `), run("now:", true), run(" change the code of your door, and tell your neighbours about it, so that the old one opens nothing any more.")] }));
    const blocks: LetterBlock[] = [
      { kind: "heading", level: 2, marker: "", runs: [run("What you can do")] },
      ...points,
      { kind: "item", level: 1, marker: "", runs: [run("It goes on")] },
      { kind: "item", level: 2, marker: "•", runs: [run("Deeper")] },
      { kind: "heading", level: 3, marker: "", runs: [run("Whom to call")] },
      ...paragraphs("The desk."),
    ];
    const { pages, bytes } = await print([{ ...john, blocks }]);
    expect(pages).toEqual([3]);
    const { pdf, text } = await read(bytes);
    expect(text.join(" ").match(/Point\d+/g)).toEqual(points.map((_, i) => `Point${i}`));
    for (const part of ["What you can do", "1. Point0 now: change", "40. Point39", "It goes on", "• Deeper", "Whom to call", "The desk."]) expect(text.join(" ")).toContain(part);
    const trees = await Promise.all(pages.flatMap((count) => Array.from({ length: count }, async (_, i) => JSON.stringify(await (await pdf.getPage(i + 1)).getStructTree()))));
    for (const role of ["H2", "H3", "L", "LI", "Lbl", "LBody"]) expect(trees.join(" ")).toContain(`"role":"${role}"`);
    expect((trees.join(" ").match(/"role":"Lbl"/g) ?? []).length).toBe(41);
    expect(bytes.toString("latin1")).toMatch(/\/FontName \/[A-Z]{6}\+Pretendard-Bold/);
  });

  it("is the same bytes for the same letters", async () => {
    const [one, other] = [await print([minji, john]), await print([minji, john])];
    expect(one.bytes.equals(other.bytes)).toBe(true);
    expect((await print([john, minji])).bytes.equals(one.bytes)).toBe(false);
  });

  it("comes in parts, letter by letter", async () => {
    const { parts } = await print(Array.from({ length: 50 }, () => john));
    expect(parts.length).toBeGreaterThan(50);
    expect(Math.max(...parts.slice(0, -1).map((part) => part.length))).toBeLessThan(50_000);
  });

  it("knows which addresses its fonts cannot write", () => {
    expect(printer.canPrint({ n: "Nguyễn Thị Hương", c: "700000", l: ["뷁로 1"] })).toBe(true);
    expect(printer.canPrint({ n: "金民志", c: "04101", l: ["하늘로 12"] })).toBe(false);
  });
});

describe("an address", () => {
  it.each([
    ["KR", ["서울 하늘로 12", "김민지 귀하"], "04101"],
    ["DE", ["김민지", "04101 서울 하늘로 12", "GERMANY"], null],
    ["AU", ["김민지", "서울 하늘로 12 04101", "AUSTRALIA"], null],
  ])("is written as its country does: %s", (country, lines, code) => {
    expect(addressLines({ country, address: { n: "김민지", c: "04101", l: ["서울 하늘로 12"] } })).toEqual({ lines, code });
  });
});

describe("lines", () => {
  const measure = (text: string) => text.length;
  it("break at spaces, and inside a word only where it must", () => {
    expect(breakLines("aa bb cc", 5, measure)).toEqual(["aa bb", "cc"]);
    expect(breakLines("a bbbbbbb c\nd", 3, measure)).toEqual(["a", "bbb", "bbb", "b c", "d"]);
    expect(breakLines("😀😀", 2, measure)).toEqual(["😀", "😀"]);
  });
  it("keep the weight of each word, also of one that changes it within and of one that is broken", () => {
    const lines = breakRuns([{ text: "a ", strong: false }, { text: "bold wide", strong: true }, { text: ", c dddddd", strong: false }], 5, measure);
    const told = lines.map((line) => line.map(({ text, strong }) => (strong ? `*${text}*` : text)).join(""));
    expect(told).toEqual(["a", "*bold*", "*wide*,", "c", "ddddd", "d"]);
    expect(breakRuns([{ text: "bold words", strong: true }], 20, measure)).toEqual([[{ text: "bold words", strong: true }]]);
    expect(breakRuns([{ text: "abc", strong: true }, { text: "def", strong: false }], 2, measure).map((line) => line.map(({ text }) => text).join(""))).toEqual(["ab", "cd", "ef"]);
  });
});

describe("a bar code", () => {
  it("has nine elements a character, three of them wide, and none twice", () => {
    const seen = new Set<string>();
    for (const character of "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
      const { bars, width } = code39(character);
      const own = bars.slice(5, 10);
      expect(own).toHaveLength(5);
      // Three characters of six narrow and three wide elements, two gaps.
      expect(width).toBe(3 * (6 + 3 * 2.5) + 2);
      seen.add(own.map((bar) => `${bar.at},${bar.width}`).join(" "));
    }
    expect(seen.size).toBe(36);
    expect(() => code39("-")).toThrow();
  });
});
