import { eq } from "drizzle-orm";
import { ledgerPools } from "@/db/schema/ledger";
import { programmes } from "@/db/schema/programmes";
import { NotFound } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";

/**
 * Let one act of paying after the other work on a programme's money. It takes the programme's row, which claims and decisions do not wait for, so that two batches never wait for each other in a ring over
 * claims, counters and the pool. A decision that comes after a pool was shared is such an act: what is left is given once. @throws {NotFound} where the programme was never opened
 */
export async function lockMoney(tx: Executor, programmeId: string): Promise<typeof ledgerPools.$inferSelect & { incidentId: string }> {
  const [programme] = await tx.select({ incidentId: programmes.incidentId }).from(programmes).where(eq(programmes.id, programmeId)).for("no key update");
  const [pool] = await tx.select().from(ledgerPools).where(eq(ledgerPools.programmeId, programmeId));
  if (!programme || !pool) throw new NotFound("programme");
  return { ...pool, ...programme };
}
