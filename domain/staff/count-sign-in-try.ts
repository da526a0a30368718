import { eq, isNull, lte, or, sql } from "drizzle-orm";
import { staffSignInTries } from "@/db/schema/staff";
import { mac } from "@/lib/crypto";
import type { Context } from "../kernel/context";
import { withTransaction, type Executor } from "../kernel/transaction";
import { INSTALLATION } from "../keys/key-ring";
import { takeUntold, type Told } from "./count-refusal";
import { lockSeconds } from "./rules";

interface SignInTry {
  /** The keyed hash of the address, by which its tries are forgotten. */
  address: Buffer;
  /** In a row, with this one. */
  failures: number;
  /** Seconds for which no try may be made; 0 where this one may. */
  wait: number;
  /** What was refused in the pause before and no event tells yet; the event of this try is to. */
  told: Told;
}

const A_DAY = sql`clock_timestamp() - interval '1 day'`;

/**
 * Count a try to sign in as an address before anything is checked, as if it had failed, and say whether it may be made; one that succeeds is forgotten again. Of many at once the sixth finds the pause that
 * the fifth began, so a guess that is right is not heard after it. Addresses that nobody has are counted alike: a pause tells nothing about who works here. A day without a try begins anew.
 */
export async function countSignInTry(ctx: Context, email: string): Promise<SignInTry> {
  const address = await addressOf(ctx, email);
  const { lockedUntil, lastAt, failures } = staffSignInTries;
  return withTransaction(ctx, async (tx) => {
    const [tried] = await tx
      .insert(staffSignInTries)
      .values({ address, failures: 1 })
      .onConflictDoUpdate({
        target: staffSignInTries.address,
        set: { failures: sql`case when ${lastAt} < ${A_DAY} then 1 else ${failures} + 1 end`, lastAt: sql`clock_timestamp()` },
        setWhere: or(isNull(lockedUntil), lte(lockedUntil, sql`clock_timestamp()`)),
      })
      .returning({ failures });
    const mine = eq(staffSignInTries.address, address);
    if (!tried) {
      const [row] = await tx.select({ failures, wait: sql<number>`greatest(1, ceil(extract(epoch from ${lockedUntil} - clock_timestamp())))::int` }).from(staffSignInTries).where(mine);
      return { address, failures: row?.failures ?? 1, wait: row?.wait ?? 1, told: {} };
    }
    await tx.update(staffSignInTries).set({ lockedUntil: sql`clock_timestamp() + ${`${lockSeconds(tried.failures)} seconds`}::interval` }).where(mine);
    await tx.execute(sql`delete from ${staffSignInTries} where address in (select address from ${staffSignInTries} where last_at < ${A_DAY} order by last_at limit 100 for update skip locked)`);
    return { address, failures: tried.failures, wait: 0, told: await takeUntold(tx, address) };
  });
}

/** Begin anew for an address, in the transaction of what its person came in by. */
export async function forgetSignInTries(tx: Executor, address: Buffer): Promise<void> {
  await tx.delete(staffSignInTries).where(eq(staffSignInTries.address, address));
}

/** Under a key, because what is typed may be anybody's. When that key is rotated the counts begin anew. */
export async function addressOf(ctx: Context, email: string): Promise<Buffer> {
  return mac((await ctx.keys.current("code", INSTALLATION)).bytes, `staff-try|${email.toLowerCase()}`);
}
