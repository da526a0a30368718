import { chromium, type Browser, type Page } from "@playwright/test";
import { ElementType, parseDocument } from "htmlparser2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserArguments, findChromium } from "@/test/browser";
import { everyMail } from "@/test/mails";

/** What a strict webmail leaves of a mail: no sheet, no class, no comments, and only what has been in CSS since its beginning. */
function strip(html: string): string {
  const young = /(?:word-break|word-wrap|overflow-wrap|table-layout|max-width|text-decoration-line):[^;"]*;?/g;
  return html.replace(/<style>.*?<\/style>/gs, "").replaceAll(/<!--.*?-->/gs, "").replaceAll(/ class="[^"]*"/g, "").replaceAll(young, "");
}

/** What a webmail does that takes the sheet alone. */
function stripSheet(html: string): string {
  return html.replace(/<style>.*?<\/style>/gs, "").replaceAll(/ class="[^"]*"/g, "");
}

let browser: Browser;
let page: Page;
beforeAll(async () => {
  const { executablePath, env } = await findChromium();
  browser = await chromium.launch({ executablePath, args: browserArguments(), env: { ...process.env, ...env } });
  page = await browser.newPage();
});
afterAll(() => browser.close());

/** Look at every stretch of text as it is drawn: where it is, how large, and how far its colour stands from what is behind it. */
function seen() {
  const channel = (value: number) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const numbers = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const light = (colour: string) => {
    const [r, g, b] = numbers(colour).map((value) => channel(value / 255));
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const behind = (element: Element | null): string => {
    if (!element) return "rgb(255, 255, 255)";
    const colour = getComputedStyle(element).backgroundColor;
    return numbers(colour)[3] === 0 ? behind(element.parentElement) : colour;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const stretches = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent ?? "";
    if (text.trim() === "") continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    const style = getComputedStyle(node.parentElement!);
    const [a, b] = [light(style.color), light(behind(node.parentElement))];
    stretches.push({ text, top: box.top, left: box.left, right: box.right, height: box.height, size: parseFloat(style.fontSize), hidden: style.visibility !== "visible" || Number(style.opacity) < 1, contrast: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) });
  }
  return { stretches, width: document.documentElement.scrollWidth };
}

function textOf(html: string): string {
  const texts: string[] = [];
  const walk = (nodes: ReturnType<typeof parseDocument>["childNodes"]) => {
    for (const node of nodes) {
      if (node.type === ElementType.Text) texts.push(node.data);
      else if (node.type === ElementType.Tag && node.name !== "head") walk(node.children);
    }
  };
  walk(parseDocument(html, { decodeEntities: true }).childNodes);
  return texts.join("").replaceAll(/\s+/g, "");
}

describe.each([
  ["without its sheet", stripSheet],
  ["with nothing but old CSS", strip],
] as const)("a mail %s", (_, left) => {
  it.each([320, 600] as const)("is all there, in its order, in plain sight and within %i pixels", async (width) => {
    await page.setViewportSize({ width, height: 900 });
    for (const mail of await everyMail()) {
      await page.setContent(left(mail.html));
      const { stretches, width: drawn } = await page.evaluate(seen);
      expect(stretches.map(({ text }) => text).join("").replaceAll(/\s+/g, ""), mail.name).toBe(textOf(mail.html));
      expect(drawn, mail.name).toBe(width);
      const wrong = stretches.filter(({ top, left: from, right, height, size, hidden, contrast }, i) => hidden || height === 0 || from < 0 || right > width || size < 14 || contrast < 4.5 || (i > 0 && top + height < stretches[i - 1]!.top));
      expect(wrong, mail.name).toEqual([]);
    }
  });
});
