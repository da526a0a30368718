import { randomUUID } from "node:crypto";
import { readMoney } from "@/content/formats";
import type { Context } from "../../kernel/context";
import { Invalid, parseInput } from "../../kernel/errors";
import { saveLossInput } from "../input";
import { lossBenefits } from "../questions";
import type { ClaimedLoss } from "../types";
import { changeDraft, type Changed } from "./change-draft";

const MOST = 30;

/** Add a loss, or change the one that `lossId` names. The day cannot lie in the future. @throws {Invalid} @throws {Conflict} once the claim is filed */
export async function saveLoss(ctx: Context, raw: unknown): Promise<Changed> {
  const { claimId, lossId, loss, on, amount, what } = parseInput(saveLossInput, raw);
  return changeDraft(ctx, claimId, ({ programme, eligible, answers }) => {
    const amountMinor = readMoney(amount, programme.terms.currency);
    if (amountMinor === null || amountMinor === 0n) throw new Invalid({ amount: ["amount"] });
    // A day ahead, because where the person is the day may have begun already.
    if (Date.parse(on) > ctx.clock.now().getTime() + 86_400_000) throw new Invalid({ on: ["date-future"] });
    const kinds = new Set(lossBenefits(eligible, answers).flatMap(({ losses }) => losses.map(({ slug }) => slug)));
    if (!kinds.has(loss)) throw new Invalid({ loss: ["choose-one"] });
    const known = answers.losses.find(({ id }) => id === lossId);
    // Those of a benefit that is not chosen any more are on no page, where they could be taken out.
    if (!known && answers.losses.filter((one) => kinds.has(one.loss)).length >= MOST) throw new Invalid({ form: ["losses-too-many"] });
    const saved: ClaimedLoss = { id: known?.id ?? randomUUID(), loss, on, amountMinor, what };
    return { answers: { ...answers, losses: known ? answers.losses.map((one) => (one === known ? saved : one)) : [...answers.losses, saved] } };
  });
}
