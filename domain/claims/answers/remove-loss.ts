import type { Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { removeLossInput } from "../input";
import { changeDraft, type Changed } from "./change-draft";

/** Take a loss out of a draft; one that is gone already stays gone. @throws {Conflict} once the claim is filed */
export async function removeLoss(ctx: Context, raw: unknown): Promise<Changed> {
  const { claimId, lossId } = parseInput(removeLossInput, raw);
  return changeDraft(ctx, claimId, ({ answers }) => ({ answers: { ...answers, losses: answers.losses.filter(({ id }) => id !== lossId) } }));
}
