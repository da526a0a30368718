import { readNumberOfMessage } from "../../correspondence/message-number";
import type { Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { readMessageNumber } from "../../kernel/ids";
import type { Asker } from "../../lookups/types";
import { listSentNotices } from "../../waves/queries/list-sent-notices";
import { checkNumberInput } from "../input";
import { limitUse } from "../limit-use";
import { numbersOf } from "./sent-patterns";
import type { NumberAnswer } from "./types";

/**
 * Say which message bears a number: when it went out, of what kind it is and, of a notice, its words without anybody's own values. Never to whom, nor whether whoever asks is
 * concerned: the number of a notice is checked by its wave's key, and no record of a person is read. @throws {Invalid} @throws {TooMany}
 */
export async function checkNumber(ctx: Context, raw: unknown, asker: Asker): Promise<NumberAnswer> {
  const { number } = parseInput(checkNumberInput, raw);
  await limitUse(ctx, "check", asker);
  return findNumber(ctx, number);
}

/** The same for a number that was found in a message. */
export async function findNumber(ctx: Context, number: string): Promise<NumberAnswer> {
  const kind = readMessageNumber(number)?.kind;
  if (kind === "M") {
    const single = await readNumberOfMessage(ctx.keys, number);
    if (single) return { kind: "single", ...single };
  }
  if (kind === "N") {
    for (const sent of await listSentNotices(ctx.db)) if ((await numbersOf(ctx, sent))(number)) return { kind: "notice", sent };
  }
  return { kind: "not-ours" };
}
