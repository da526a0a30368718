import type { Context } from "../../kernel/context";
import { Invalid, parseInput } from "../../kernel/errors";
import { sealJson } from "../../keys/sealed";
import { saveAccountInput } from "../input";
import { payoutPlace } from "../queries/read-claim";
import type { PayoutAccount } from "../types";
import { changeDraft, type Changed } from "./change-draft";

/** Say into which account money is to be paid. @throws {Invalid} @throws {Conflict} once the claim is filed */
export async function saveAccount(ctx: Context, raw: unknown): Promise<Changed> {
  const { claimId, ...account } = parseInput(saveAccountInput, raw);
  return changeDraft(ctx, claimId, async ({ row, programme, answers }) => {
    if (!programme.terms.accounts.includes(account.kind)) throw new Invalid({ kind: ["choose-one"] });
    return { answers, set: { payoutVersion: row.payoutVersion + 1, sealedPayout: await sealJson(ctx.keys, payoutPlace(row), account satisfies PayoutAccount) } };
  });
}
