import { and, eq } from "drizzle-orm";
import { factValues } from "@/db/schema/facts";
import { Conflict } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";

/** Settle a proposal that still waits. The caller has judged who may. @throws {Conflict} when somebody was first */
export async function decideProposal(tx: Executor, { factId, number, ...decision }: { factId: string; number: number; state: "approved" | "returned" | "withdrawn"; decidedBy: string; decidedAt: Date; reason: string | null }): Promise<void> {
  const decided = await tx
    .update(factValues)
    .set(decision)
    .where(and(eq(factValues.factId, factId), eq(factValues.number, number), eq(factValues.state, "proposed")))
    .returning({ number: factValues.number });
  if (decided.length === 0) throw new Conflict("fact-not-proposed");
}
