import { eq } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import type { Context } from "../kernel/context";
import { Invalid, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { sealJson } from "../keys/sealed";
import type { Programme } from "../programmes/types";
import { choosePayoutMethodInput, saveBankAccountInput } from "./input";
import { getOwnClaimForUpdate } from "./own-claim";
import { answersPlace, openAnswers } from "./queries/read-claim";
import { whyNotEditable } from "./rules";
import type { ClaimAnswers } from "./types";

/** Choose how the benefit is paid. Returns whether an account is needed for it. @throws {Invalid} @throws {Conflict} once the claim is filed */
export async function choosePayoutMethod(ctx: Context, programme: Programme, raw: unknown): Promise<{ needsAccount: boolean }> {
  const { method } = parseInput(choosePayoutMethodInput, raw);
  if (!programme.payoutMethods.includes(method)) throw new Invalid({ method: ["choose-one"] });
  await change(ctx, programme, (answers) => {
    if (method === "vouchers") return { ...answers, method, payout: { method } };
    return { ...answers, method, payout: answers.payout?.method === method ? answers.payout : undefined };
  });
  return { needsAccount: method === "bank-transfer" };
}

/** Save the account for a bank transfer. @throws {Invalid} @throws {Conflict} once the claim is filed */
export async function saveBankAccount(ctx: Context, programme: Programme, raw: unknown): Promise<void> {
  const account = parseInput(saveBankAccountInput, raw);
  await change(ctx, programme, (answers) => ({ ...answers, method: "bank-transfer", payout: { method: "bank-transfer", ...account } }));
}

async function change(ctx: Context, programme: Programme, next: (answers: ClaimAnswers) => ClaimAnswers): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const row = await getOwnClaimForUpdate(tx, ctx, programme.id);
    const refusal = whyNotEditable(row.state);
    if (refusal) throw refusal;
    const answers = await openAnswers(ctx, row);
    if (!answers) throw new Error("a draft without answers");
    await tx.update(claims).set({ sealedAnswers: await sealJson(ctx.keys, answersPlace(row), next(answers)) }).where(eq(claims.id, row.id));
  });
}
