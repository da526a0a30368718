import { eq } from "drizzle-orm";
import { ledgerPools } from "@/db/schema/ledger";
import { Conflict } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import { lockMoney } from "../../ledger/lock-money";
import { isCash } from "../../programmes/rules";
import type { Claim, ReckonedSheet } from "../types";

/**
 * Reckon how much of what is granted to a claim a pool that was shared before does not hold any more, in minor units: an approval whose letter came after the sharing gets what is left, down to nothing. Vouchers cannot be
 * cut, and a planted record gets nothing. Zero where the pool is not shared, or not yet. It waits for whoever pays, who takes the programme before counters and balances, so it comes first.
 * @throws {Conflict} where the vouchers alone are more than is left
 */
export async function reckonCut(tx: Executor, { programmeId, subjectId }: Claim, { lines, totalMinor }: ReckonedSheet): Promise<bigint> {
  const [shared] = await tx.select({ at: ledgerPools.sharedAt }).from(ledgerPools).where(eq(ledgerPools.programmeId, programmeId));
  if (!shared?.at) return 0n;
  const { poolMinor, proRata, committedMinor } = await lockMoney(tx, programmeId);
  if (poolMinor === null || !proRata) return 0n;
  if (subjectId <= 0n) return totalMinor;
  const cashMinor = lines.filter(isCash).reduce((sum, { granted, approvedMinor }) => sum + (granted ? approvedMinor : 0n), 0n);
  const leftMinor = poolMinor - committedMinor - (totalMinor - cashMinor);
  if (leftMinor < 0n) throw new Conflict("pool-below-codes");
  return cashMinor > leftMinor ? cashMinor - leftMinor : 0n;
}
