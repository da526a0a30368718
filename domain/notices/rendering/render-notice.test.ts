import { expect, it } from "vitest";
import { demoWording } from "@/db/seed/demo-notice-words";
import { locales } from "@/db/values/locales";
import { compileLetter, fillLetter } from "./render-letter";
import { compileNotice, fillNotice, renderNotice } from "./render-notice";
import { nameLeakedClasses, personalValues, readerOf, selectSections } from "../rules";
import type { NoticeReader, NoticeWording } from "../types";

const shared = { organisation: "하늘몰 & Co", "portal-url": "https://notice.haneulmall.example", "contact-desk": "개인정보보호팀 <02-000-0000>", "as-of": "2025년 12월 3일" };
const reader: NoticeReader = { confirmed: ["names", "access-codes"], possible: ["purchases"], kinds: ["account-holder"] };
const wordingOf = (...sections: NoticeWording["sections"]): NoticeWording => ({ subject: { ko: "제목", en: "Subject" }, sections });
const english = (text: string, when: NoticeWording["sections"][number]["when"] = {}) => ({ when, text: { ko: "글", en: text } });
const bodyOf = async (markdown: string) => {
  const { html, text } = fillNotice(await compileNotice(wordingOf(english(markdown)), "en", shared, { foot: false }), personalValues(reader, "N-1", "en"));
  return { text, html: html.replace(/^.*<\/table>(?=<(?:p|h\d|ul|ol)\b)/s, "").replace(/<\/td>.*$/s, "").replaceAll(/ style="[^"]*"|<!-- -->/g, "") };
};

it.each(locales)("fills every placeholder and links nothing but the portal, in %s", async (locale) => {
  const { subject, text, html } = await renderNotice(demoWording("full"), locale, shared, reader, "N-ABCD-2345");
  for (const part of [subject, text, html.replace(/<style>.*?<\/style>/, "")]) expect(part).not.toMatch(/[{}]|undefined|\p{Co}/u);
  expect(subject).toContain("하늘몰 & Co");
  for (const value of [...Object.values(shared), ...nameLeakedClasses(reader, locale), "N-ABCD-2345"]) expect(text).toContain(value);
  expect(html).toContain("하늘몰 &amp; Co");
  expect(html).toContain("&lt;02-000-0000&gt;");
  expect([...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1])).toEqual(["https://notice.haneulmall.example"]);
  expect(Buffer.byteLength(html)).toBeLessThan(100_000);
});

it("keeps open only what differs from person to person", async () => {
  const letter = await compileNotice(demoWording("full"), "ko", shared);
  for (const parts of [letter.text, letter.html]) expect(parts.filter((part) => typeof part !== "string")).toEqual([{ slot: "leaked-list" }, { slot: "reference" }, { slot: "reference" }]);
  expect(letter.subject).toEqual(["하늘몰 & Co: 고객님의 개인정보가 유출되었습니다"]);
});

it("names what is possible as possible, and what leaked of one of several people for sure as leaked", () => {
  const classes = [{ bit: 0, slug: "names" }, { bit: 4, slug: "access-codes" }, { bit: 62, slug: "purchases" }];
  expect(nameLeakedClasses(readerOf(classes, 1n, 17n | (1n << 62n), []), "en")).toEqual(["Name", "Building entrance code (possibly leaked)", "Recent orders (possibly leaked)"]);
  expect(nameLeakedClasses(readerOf(classes, 16n, 0n, []), "ko")).toEqual(["공동현관 비밀번호"]);
});

it("has the same in HTML and in text: headings, lists, emphasis, links and typed line breaks", async () => {
  const { html, text } = await bodyOf("## What to do\n\nNow:\nat once\n\n1. **Change** it\n2. Tell [us](https://haneulmall.example/desk)");
  expect(html).toBe('<h2>What to do</h2><p>Now:<br/>at once</p><ol start="1"><li><strong>Change</strong> it</li><li>Tell <a href="https://haneulmall.example/desk" target="_blank">us</a></li></ol>');
  expect(text).toBe("What to do\n\nNow:\nat once\n\n 1. Change it\n 2. Tell us https://haneulmall.example/desk\n");
});

it.each([
  ["en", "https://notice.haneulmall.example/en/verify into your browser yourself and enter the notice number N-1 there"],
  ["ko", "https://notice.haneulmall.example/ko/verify 주소를 직접 입력하시고 안내 번호 N-1 를"],
] as const)("ends in %s with where its number is checked, which is no link", async (locale, foot) => {
  const { html, text } = await renderNotice(wordingOf(english("x")), locale, shared, reader, "N-1");
  expect(text).toContain(foot);
  expect(html).toContain(foot);
  expect(html).not.toContain("href");
  const footless = fillNotice(await compileNotice(wordingOf(english("x")), locale, shared, { foot: false }), personalValues(reader, "N-1", locale));
  expect(footless.text + footless.html).not.toContain("verify");
});

it("goes on with a list from one section to the next", async () => {
  const { html } = await renderNotice(wordingOf(english("- one"), english("- two")), "en", shared, reader, "N-1");
  expect(html.match(/<ul/g)).toHaveLength(1);
});

it.each(["<script>alert(1)</script>", "<b>bold</b>", "`code`", "    indented", "> quoted", "&lt;b&gt;", "![picture](https://elsewhere.example/a.png)", "---"])("takes what is not for letters for text: %s", async (written) => {
  const { html, text } = await bodyOf(written);
  expect(html.replaceAll(/<\/?(?:p|a)\b[^>]*>/g, "")).not.toContain("<");
  expect(html).not.toContain("<img");
  expect(text.trim()).not.toBe("");
});

it("makes no link that would run something", async () => {
  expect((await bodyOf("[here](javascript:alert) [there](http://haneulmall.example)")).html).toBe("<p>here there</p>");
});

it.each<[string, NoticeWording["sections"][number]["when"], boolean]>([
  ["everybody", {}, true],
  ["a class that leaked", { dataClass: "names" }, true],
  ["a class that possibly leaked", { dataClass: "purchases" }, true],
  ["a class that did not", { dataClass: "passwords" }, false],
  ["a class for sure", { dataClass: "access-codes", evidence: "confirmed" }, true],
  ["a class for sure that is only possible", { dataClass: "purchases", evidence: "confirmed" }, false],
  ["anything that is only possible", { evidence: "possible" }, true],
  ["account holders", { subjectKind: "account-holder" }, true],
  ["people named by others", { subjectKind: "third-party" }, false],
  ["a class, of people named by others", { dataClass: "names", subjectKind: "third-party" }, false],
])("has a section for %s: %#", (_, when, holds) => {
  expect(selectSections(wordingOf(english("x", when)), reader).sections).toHaveLength(holds ? 1 : 0);
});

it("says the same in a letter that was laid out before as in one of its own", async () => {
  const letter = await compileNotice(selectSections(demoWording("full"), reader), "en", shared);
  const own = await renderNotice(demoWording("full"), "en", shared, reader, "N-1");
  expect(fillNotice(letter, personalValues(reader, "N-1", "en"))).toEqual({ subject: own.subject, text: own.text, html: own.html });
});

it("prints the same words on paper, with headings, points and emphasis in their places and addresses written out", async () => {
  const markdown = "## What to do\n\nNow:\nat **once**\n\n1. *Change* it\n2. Tell [us](https://haneulmall.example/desk)\n   - or [02-000-0000](tel:02-000-0000)\n\n{{leaked-list}}\n\nNumber {{reference}}, {{contact-desk}} [no](javascript:alert)";
  const { blocks } = fillLetter(compileLetter(wordingOf(english(markdown)), "en", shared), reader, "N-1");
  const told = blocks.map(({ kind, level, marker, runs }) => `${kind}${level} ${marker} ${runs.map(({ text, strong }) => (strong ? `*${text}*` : text)).join("")}`);
  expect(told).toEqual([
    "heading2  What to do",
    "paragraph0  Now:\nat *once*",
    "item1 1. *Change* it",
    "item1 2. Tell us (https://haneulmall.example/desk)",
    "item2 • or 02-000-0000",
    "item1 • Name",
    "item1 • Building entrance code",
    "item1 • Recent orders (possibly leaked)",
    "paragraph0  Number N-1, 개인정보보호팀 <02-000-0000> no",
  ]);
  const { text } = fillNotice(await compileNotice(selectSections(demoWording("full"), reader), "ko", shared, { foot: false }), personalValues(reader, "N-1", "ko"));
  const paper = fillLetter(compileLetter(selectSections(demoWording("full"), reader), "ko", shared), reader, "N-1");
  const letters = (all: string) => all.replaceAll(/[^\p{L}\p{N}]/gu, "");
  expect(letters(paper.blocks.map(({ runs }) => runs.map((run) => run.text).join("")).join(""))).toBe(letters(text));
});
