import type { Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { saveLostTimeInput } from "../input";
import { changeDraft, type Changed } from "./change-draft";

/** Say how much time the leak has cost and on what it went. @throws {Invalid} @throws {Conflict} once the claim is filed */
export async function saveLostTime(ctx: Context, raw: unknown): Promise<Changed> {
  const { claimId, hours, minutes, what } = parseInput(saveLostTimeInput, raw);
  return changeDraft(ctx, claimId, ({ answers }) => ({ answers: { ...answers, time: { minutes: hours * 60 + minutes, what } } }));
}
