import { eq, sql } from "drizzle-orm";
import { ledgerBalances, ledgerPools } from "@/db/schema/ledger";
import { programmes } from "@/db/schema/programmes";
import type { LedgerAccount } from "@/db/values/ledger";
import { authorise, type Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { mayReadLedger } from "./policy";
import { waitsForShares } from "./rules";
import type { ProgrammeMoney } from "./types";

/** The money of an incident's programmes, by the ledger's balances; no claim is counted. @throws {Forbidden} */
export async function listProgrammeMoney(ctx: Context, incidentId: string): Promise<ProgrammeMoney[]> {
  authorise(ctx, mayReadLedger);
  // One statement: pools and balances that were read one after the other might not add up.
  const rows = await ctx.db
    .select({ pool: ledgerPools, account: ledgerBalances.account, minor: sql<string | null>`sum(${ledgerBalances.minor})::text` })
    .from(programmes)
    .innerJoin(ledgerPools, eq(ledgerPools.programmeId, programmes.id))
    .leftJoin(ledgerBalances, eq(ledgerBalances.programmeId, programmes.id))
    .where(eq(programmes.incidentId, incidentId))
    .groupBy(ledgerPools.programmeId, ledgerBalances.account)
    .orderBy(ledgerPools.programmeId);
  const pools = new Map(rows.map(({ pool }) => [pool.programmeId, pool]));
  return [...pools.values()].map(({ programmeId, currency, poolMinor, proRata, sharedAt }) => {
    const on = (account: LedgerAccount) => BigInt(rows.find((row) => row.pool.programmeId === programmeId && row.account === account)?.minor ?? 0);
    return {
      programmeId,
      currency,
      poolMinor,
      proRata,
      sharedAt,
      availableMinor: on("available"),
      reservedMinor: on("reserved"),
      approvedMinor: on("approved"),
      inPaymentMinor: on("in-payment"),
      paidMinor: on("paid"),
      returnedMinor: on("returned"),
    };
  });
}

/** Whether the money of a programme waits until its pool is shared, so that less may be paid than was approved. It says nothing of how much there is: whoever claims may know it. */
export async function waitsForItsShares(db: Executor, programmeId: string): Promise<boolean> {
  const [pool] = await db.select().from(ledgerPools).where(eq(ledgerPools.programmeId, programmeId));
  return pool !== undefined && waitsForShares(pool);
}
