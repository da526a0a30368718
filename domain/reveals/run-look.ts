import type { Transaction } from "@/db/client";
import { recordAudit } from "../audit/record-audit";
import { requireStaffActor, type Context } from "../kernel/context";
import { Refusal } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { readBudget } from "./read-budget";

/** Run an act that shows people in one transaction, as `withTransaction` does. Where the budget of the day refuses it, nothing of it stays but an event of its own, because somebody who has been shown so many and asks for more is what security wants to hear of. */
export async function runLook<T>(ctx: Context, act: (tx: Transaction) => Promise<T>): Promise<T> {
  try {
    return await withTransaction(ctx, act);
  } catch (error) {
    if (error instanceof Refusal && error.reason === "reveals-spent") await noteRefused(ctx);
    throw error;
  }
}

async function noteRefused(ctx: Context): Promise<void> {
  const { staffId } = requireStaffActor(ctx);
  await withTransaction(ctx, async (tx) => {
    const { day, limit } = await readBudget(tx, ctx, staffId);
    await recordAudit(tx, ctx, { action: "reveals.exceed", object: { kind: "staff", id: staffId }, details: { day, limit } });
  });
}
