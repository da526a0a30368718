import { and, asc, eq, inArray, sql, type SQL } from "drizzle-orm";
import { claimDecisions, claims } from "@/db/schema/claims";
import type { Executor } from "../../kernel/transaction";
import { setFlag } from "../set-flag";

/** What a proposed decision becomes when it is proposed no more: the sheet as it was written, in a save of its own, so that nobody makes it who has read the one before. */
export const unproposed = { state: "draft", outcome: null, amountMinor: null, needsSecond: false, proposedBy: null, proposedAt: null, edit: sql`${claimDecisions.edit} + 1` } as const;

/** Let some proposed decisions be proposed no more, in the caller's transaction; gives the ids of their claims. */
export async function unpropose(tx: Executor, which: SQL | undefined): Promise<{ id: string }[]> {
  const proposed = and(which, eq(claimDecisions.state, "proposed"));
  // A claim before its decision, as whoever makes one holds them.
  await tx.select({ id: claims.id }).from(claims).where(inArray(claims.id, tx.select({ id: claimDecisions.claimId }).from(claimDecisions).where(proposed))).orderBy(asc(claims.id)).for("update");
  const taken = await tx.update(claimDecisions).set(unproposed).where(proposed).returning({ id: claimDecisions.claimId });
  for (const { id } of taken) await setFlag(tx, id, "second-person", false);
  return taken;
}
