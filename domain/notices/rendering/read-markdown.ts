import type { RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { toString } from "mdast-util-to-string";
import type { PersonalPlaceholder } from "../types";

/** Everything of CommonMark that is not for letters. What would have begun such a thing is text, to be read as it was typed. */
const NOT_FOR_LETTERS = ["codeIndented", "codeFenced", "codeText", "htmlFlow", "htmlText", "blockQuote", "thematicBreak", "definition", "labelStartImage", "autolink", "setextUnderline", "characterReference"];

/** Read a section: paragraphs, headings, lists, emphasis and links (CommonMark 0.31.2). HTML in it is text. */
export function readMarkdown(text: string): RootContent[] {
  return fromMarkdown(text, { extensions: [{ disable: { null: NOT_FOR_LETTERS } }] }).children;
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
