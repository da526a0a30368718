import type { RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { toString } from "mdast-util-to-string";
import type { PersonalPlaceholder } from "@/db/values/placeholders";

/** Everything of CommonMark that is not for letters. What would have begun such a thing is text, to be read as it was typed. */
const NOT_FOR_LETTERS = ["codeIndented", "codeFenced", "codeText", "htmlFlow", "htmlText", "blockQuote", "thematicBreak", "definition", "labelStartImage", "autolink", "setextUnderline", "characterReference"];

/** Texts that have been read: whatever is done with a wording reads all of its sections again, several times each. */
const known = new Map<string, readonly RootContent[]>();
const MOST_KNOWN = 200;

/** Read a section: paragraphs, headings, lists, emphasis and links (CommonMark 0.31.2). HTML in it is text. What is given back is anybody's to read and nobody's to change. */
export function readMarkdown(text: string): readonly RootContent[] {
  let blocks = known.get(text);
  if (!blocks) {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, (blocks = fromMarkdown(text, { extensions: [{ disable: { null: NOT_FOR_LETTERS } }] }).children));
  }
  return blocks;
}

/** A stretch of text, or a placeholder in it. */
export type TextPiece = string | { placeholder: string };

/** Split a text at its placeholders. */
export function splitPlaceholders(text: string): TextPiece[] {
  return text.split(/(\{\{[a-z0-9:-]+\}\})/).map((piece): TextPiece => {
    const name = /^\{\{([a-z0-9:-]+)\}\}$/.exec(piece)?.[1];
    return name === undefined ? piece : { placeholder: name };
  });
}

/** Say whether a paragraph is nothing but the place of a list. */
export function isPlaceOfList(node: RootContent): boolean {
  return node.type === "paragraph" && toString(node).trim() === `{{${"leaked-list" satisfies PersonalPlaceholder}}}`;
}
