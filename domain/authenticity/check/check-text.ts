import type { Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import type { Asker } from "../../lookups/types";
import { findNumber } from "./check-number";
import { compareText } from "./compare-text";
import { checkTextInput } from "../input";
import { limitUse } from "../limit-use";
import type { Comparison, NumberAnswer } from "./types";

/** A number of ours as it stands in a text. */
const NUMBERS = /\b[NM](?:-[2-9A-HJKMNP-TV-Z]{4}){3}(?![0-9A-Z])/gi;

export interface CheckedText {
  comparison: Comparison;
  /** What the first number of ours in it says, when its words are those of no notice: single messages have a person's own words, so their number is all there is to compare. */
  number: NumberAnswer | null;
}

/** Compare a pasted text with what really left. Nothing of it is kept or logged. @throws {Invalid} @throws {TooMany} */
export async function checkText(ctx: Context, raw: unknown, asker: Asker, portalUrl: string): Promise<CheckedText> {
  const { text } = parseInput(checkTextInput, raw);
  await limitUse(ctx, "check", asker);
  return textFound(ctx, text, portalUrl);
}

/** The same for a text out of a mail. */
export async function textFound(ctx: Context, text: string, portalUrl: string): Promise<CheckedText> {
  const comparison = await compareText(ctx, text, portalUrl);
  if (comparison.verdict !== "not-ours") return { comparison, number: null };
  for (const [number] of [...text.matchAll(NUMBERS)].slice(0, 5)) {
    const answer = await findNumber(ctx, number);
    if (answer.kind !== "not-ours") return { comparison, number: answer };
  }
  return { comparison, number: null };
}
