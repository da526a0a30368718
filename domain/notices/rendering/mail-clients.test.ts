import { describe, expect, it } from "vitest";
import { featuresOf, lackingIn, type MailElement } from "@/test/mail-features";
import { everyMail } from "@/test/mails";

const WORD = ["outlook windows", "outlook windows-mail"];
const OUTLOOK_OF_TODAY = ["outlook macos", "outlook outlook-com", "outlook ios", "outlook android"];
const GMAIL = ["gmail desktop-webmail", "gmail ios", "gmail android", "gmail mobile-webmail"];
const GMAIL_ON_PHONES = ["gmail ios", "gmail android", "gmail mobile-webmail"];
const APPLE = ["apple-mail macos", "apple-mail ios"];

interface Exception {
  not?: string[];
  partly?: string[];
  why: string;
}

/** What one of the programs lacks wholly or in part, and why the mail reads right all the same. Exactly this: what is no longer used, or is supported by now, has to go. */
const exceptions: Record<string, Exception> = {
  // Dark colours. Without them the mail stays light, which its own cells say, or is turned over by the program as it does with all mails.
  "css-at-media": { not: [...WORD, "gmail mobile-webmail"], partly: [...OUTLOOK_OF_TODAY, "gmail desktop-webmail", "gmail ios", "gmail android"], why: "only dark colours stand in it, and it is neither nested nor about heights" },
  "css-at-media-prefers-color-scheme": { not: [...WORD, ...GMAIL], why: "the mail stays light" },
  "css-important": { partly: [...WORD, ...GMAIL], why: "small letters, after a space, and in the sheet of dark colours alone" },
  "css-selector-class": { not: ["gmail mobile-webmail"], partly: ["gmail ios", "gmail android"], why: "the mail stays light" },
  "css-selector-descendant": { not: ["gmail mobile-webmail"], partly: ["gmail ios", "gmail android"], why: "the mail stays light" },
  "css-selector-grouping": { not: ["gmail mobile-webmail"], partly: ["gmail ios", "gmail android"], why: "the mail stays light" },
  "css-selector-type": { not: ["gmail mobile-webmail"], partly: ["gmail ios", "gmail android"], why: "the mail stays light" },
  "html-meta-color-scheme": { not: [...WORD, ...OUTLOOK_OF_TODAY, ...GMAIL, "apple-mail ios"], why: "the mail stays light, or is turned over as every other" },
  "html-style": { not: ["gmail mobile-webmail"], partly: [...WORD, "gmail desktop-webmail", "gmail ios", "gmail android"], why: "only dark colours stand in it, in the head and before what they are for" },
  // How Word draws boxes. Each is held to what it can do by the rules below.
  "css-border": { partly: WORD, why: "one pixel, on tables" },
  "css-font-size": { partly: WORD, why: "in pixels" },
  "css-font-weight": { partly: WORD, why: "600 is bold there" },
  "css-line-height": { partly: WORD, why: "lines stand somewhat closer or wider" },
  "css-margin": { partly: [...WORD, ...OUTLOOK_OF_TODAY, ...GMAIL], why: "neither negative nor auto; the one of the body is in its cell as padding" },
  "css-max-width": { partly: WORD, why: "on tables, where Word has it" },
  "css-padding": { partly: WORD, why: "in cells; elsewhere it is none" },
  "css-width": { partly: ["outlook windows"], why: "on rows of tables that are as wide by their attribute" },
  "html-width": { partly: ["outlook windows"], why: "there are no pictures, and per cent scale" },
  // How lines break.
  "css-table-layout": { not: [...WORD, "outlook macos", "gmail mobile-webmail"], why: "a table of one cell; in Outlook on macOS all are so" },
  "css-word-break": { not: ["outlook windows-mail"], partly: [...OUTLOOK_OF_TODAY, ...GMAIL_ON_PHONES, ...APPLE], why: "Korean breaks within a word, as print does" },
  "css-word-wrap": { not: [...WORD, "outlook macos", "outlook android", "gmail ios", "gmail mobile-webmail"], partly: ["gmail desktop-webmail", "gmail android"], why: "unknown or missing: the longest words that ship fit a phone as they are, which mail-without-styles.test.ts measures" },
  // Marks of text.
  "css-text-decoration": { partly: [...WORD, "gmail ios", "gmail android"], why: "one value; where it goes, links are underlined anyway" },
  "css-text-decoration-line": { not: WORD, why: "the next declaration says the same again" },
  "html-lists": { partly: [...WORD, ...OUTLOOK_OF_TODAY, ...GMAIL], why: "neither reversed nor numbered point by point" },
  // What wraps the mail.
  "html-align": { partly: ["outlook macos"], why: "centred, never left or right" },
  "html-body": { not: ["outlook macos"], partly: ["outlook outlook-com", "outlook ios", "outlook android", ...GMAIL], why: "every style of the body is on the cell within it as well" },
  "html-dir": { partly: [...WORD, "gmail mobile-webmail"], why: "both languages run from the left, as without it" },
  "html-role": { not: ["outlook windows-mail"], why: "a screen reader may count tables of one cell" },
  "html-target": { not: ["outlook outlook-com", ...GMAIL], partly: [...WORD, "outlook macos", "outlook ios", "outlook android", ...APPLE], why: "links open in a window of their own anyway" },
};

/** What nobody measures: HTML of 1999 and CSS 1, and what is for one program and nothing to the others. */
const unmeasured = [
  ...["css-color", "css-font-family"],
  ...["html-a", "html-br", "html-em", "html-head", "html-html", "html-meta", "html-title"],
  ...["html-border-attribute", "html-class-attribute", "html-content-attribute", "html-http-equiv-attribute", "html-data-skip-in-text-attribute"],
  ...["html-href-https", "html-href-tel", "html-doctype-of-old"],
  ...["html-meta-supported-color-schemes", "html-meta-viewport", "html-meta-x-apple-disable-message-reformatting"],
];

const mails = (await everyMail()).map((mail) => ({ ...mail, ...featuresOf(mail.html) }));
const elements = mails.flatMap((mail) => mail.elements);
const stylesOf = (property: RegExp) => elements.flatMap(({ name, styles }) => styles.filter((style) => property.test(style.property)).map(({ value }) => [name, value] as const));
const named = (...names: string[]) => elements.filter(({ name }) => names.includes(name));
const distinct = <T>(values: readonly T[]) => [...new Set(values)];

it("uses nothing that Outlook, Gmail or Apple Mail lack but what reads right without it", () => {
  const lacking = distinct(mails.flatMap(({ measured }) => [...measured])).map((slug) => [slug, lackingIn(slug)] as const);
  const found = Object.fromEntries(lacking.filter(([, programs]) => Object.keys(programs).length > 0));
  const listed = Object.entries(exceptions).map(([slug, { not = [], partly = [] }]) => [slug, Object.fromEntries([...not.map((program) => [program, "not"]), ...partly.map((program) => [program, "partly"])])] as const);
  expect(found).toEqual(Object.fromEntries(listed));
  expect(distinct(mails.flatMap((mail) => [...mail.unmeasured])).sort()).toEqual([...unmeasured].sort());
});

it("is far smaller than what mail programs show whole", () => {
  for (const { name, html } of mails) expect(Buffer.byteLength(html), name).toBeLessThan(100_000);
});

describe("what Word does not say of itself", () => {
  it("lays out by tables alone, which say that they are no data and how wide they are", () => {
    expect(named("div", "span", "img", "picture", "svg", "video", "form", "link", "script", "base", "object", "v:rect", "v:roundrect")).toEqual([]);
    for (const { attributes } of named("table")) expect(attributes).toMatchObject({ role: "presentation", width: "100%", border: "0", cellpadding: "0", cellspacing: "0" });
    for (const { html } of mails) expect(html).not.toMatch(/<!--\[if|url\(|background=|background-image|@import|@font-face/i);
  });

  it("pads cells, draws borders on tables, and keeps room by margins that are neither negative nor auto", () => {
    expect(distinct(stylesOf(/^padding/).filter(([, value]) => value !== "0").map(([name]) => name))).toEqual(["td"]);
    expect(distinct(stylesOf(/^border/).map(([name, value]) => `${name} ${value}`))).toEqual(["table 1px solid #d9d5cb"]);
    expect(distinct(stylesOf(/^margin/).map(([, value]) => value)).filter((value) => !/^(\d+(px)?\s?)+$/.test(value))).toEqual([]);
    expect(distinct(stylesOf(/^margin/).map(([name]) => name)).filter((name) => !/^(body|td|table|p|h2|h3|ul|ol|li)$/.test(name))).toEqual([]);
    expect(distinct(stylesOf(/^margin/).flatMap(([name, value]) => (/^(body|td)$/.test(name) ? [value] : [])))).toEqual(["0"]);
    expect(distinct(stylesOf(/^(max-)?width$/).map(([name]) => name)).sort()).toEqual(["table", "tr"]);
  });

  it("writes sizes in pixels, weights that are bold everywhere, whole colours, and first a font that Windows has", () => {
    expect(distinct(stylesOf(/^font-size$/).map(([, value]) => value)).filter((value) => !/^\d+px$/.test(value))).toEqual([]);
    expect(distinct(stylesOf(/^font-weight$/).map(([, value]) => value))).toEqual(["600"]);
    expect(distinct(stylesOf(/^line-height$/).map(([, value]) => value)).filter((value) => !/^(1\.\d|\d+px)$/.test(value))).toEqual([]);
    expect(distinct(stylesOf(/color$/).map(([, value]) => value)).filter((value) => !/^#[0-9a-f]{6}$/.test(value))).toEqual([]);
    expect(distinct(stylesOf(/^font-family$/).map(([, value]) => value.split(",")[0]))).toEqual(["'Malgun Gothic'"]);
    expect(distinct(stylesOf(/^text-decoration$/).map(([, value]) => value))).toEqual(["underline"]);
    expect(elements.filter(({ styles }) => styles.some(({ important }) => important))).toEqual([]);
  });

  it("numbers lists from their beginning, and names a class on the body alone", () => {
    const has = (attribute: string) => (element: MailElement) => attribute in element.attributes;
    expect(distinct(elements.filter(has("class")).map(({ name }) => name))).toEqual(["body"]);
    expect(elements.filter((element) => ["reversed", "value", "id", "background", "hidden"].some((attribute) => has(attribute)(element)))).toEqual([]);
    expect(distinct(elements.filter(has("align")).map(({ attributes }) => attributes.align))).toEqual(["center"]);
  });
});

it.each<[string, string, string[]]>([
  ["elements", "<!doctype html><svg><a href='#x'>x</a></svg><form></form><img src='a.webp' loading=lazy>", ["html-doctype", "html-svg", "html-form", "html-img", "html-anchor-links", "image-webp", "html-loading-attribute"]],
  ["attributes", "<td valign=top background=x hidden><a href='mailto:a@b.example'>", ["html-table", "html-valign", "html-background", "html-hidden", "html-mailto-links"]],
  ["properties and values", "<p style='display:flex;gap:1rem;color:rgb(1 2 3);width:calc(1em + 2vw);background-image:url(x);margin-left:initial;font:system-ui'>", ["css-display-flex", "css-display", "css-gap", "css-unit-rem", "css-rgb", "css-width", "css-unit-calc", "css-unit-em", "css-unit-vw", "css-background-image", "css-margin", "css-unit-initial", "css-font", "css-sytem-ui"]],
  ["sheets", "<style>/* x */@import 'a';@font-face{src:url(x)}@media (hover){a:hover>b,#c+d~e.f::after{--x:1;color:var(--x) !important}}</style>", ["html-style", "css-comments", "css-at-import", "css-at-font-face", "css-at-media", "css-at-media-hover", "css-selector-grouping", "css-selector-type", "css-pseudo-class-hover", "css-selector-child", "css-selector-id", "css-selector-adjacent-sibling", "css-selector-general-sibling", "css-selector-class", "css-selector-chaining", "css-pseudo-element-after", "css-variables", "css-important"]],
])("would see others in a mail: %s", (_, html, slugs) => {
  const { measured } = featuresOf(html);
  expect(slugs.filter((slug) => !measured.has(slug))).toEqual([]);
});
