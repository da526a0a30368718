import { toPlainText } from "@react-email/render";
import { AS_TEXT } from "../../notices/rendering/render-email";
import type { PostedPage } from "../../postings/types";
import { Building } from "./pattern-building";
import type { Pattern } from "./types";

/** A page as it is copied out of a browser: no addresses behind its links, and no pictures. */
const AS_COPIED = { selectors: [...AS_TEXT.selectors, { selector: "h1", options: { uppercase: false } }, { selector: "a", options: { ignoreHref: true } }, { selector: "img", format: "skip" }] };

/** Write down what a posting says, by the bytes that were posted: its words, and head and foot, which people copy or leave. */
export function postingPattern(page: PostedPage, bytes: Buffer): Pattern {
  const building = new Building(new Set());
  const [, head = "", main = "", foot = ""] = /<body>(.*?)<main>(.*)<\/main>(.*)<\/body>/s.exec(bytes.toString("utf8")) ?? [];
  building.perhaps(() => building.add([textOf(head)]));
  building.add([textOf(main)]);
  building.perhaps(() => building.add([textOf(foot)]));
  return { source: { kind: "posting", page }, locale: page.locale, words: building.words, skips: building.skips, listWords: building.listWords, listNames: [] };
}

/** What stands side by side without a space is apart on the page. */
function textOf(html: string): string {
  return toPlainText(html.replaceAll("</span><", "</span> <"), AS_COPIED);
}
