import { and, eq, sql } from "drizzle-orm";
import { staffSignInTries } from "@/db/schema/staff";
import { mac } from "@/lib/crypto";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { INSTALLATION } from "../keys/key-ring";

/** Goes into the details of the event that tells it: how many refusals of the same no event told before. Absent where there were none. */
export interface Told {
  untold?: number;
}

/** What strangers of one network show is told no more often. */
const QUIET = "1 minute";

const { address, failures, lockedUntil, toldUntil, untold } = staffSignInTries;

/** Count a try while an address pauses, and say what is told: one of each pause. Null where it is only counted. */
export async function countPausedTry(tx: Executor, tried: Buffer): Promise<Told | null> {
  const [row] = await tx
    .update(staffSignInTries)
    .set({ toldUntil: lockedUntil, untold: sql`case when ${toldUntil} is distinct from ${lockedUntil} then 0 else ${untold} + 1 end` })
    .where(eq(address, tried))
    .returning({ tells: sql<boolean>`old.told_until is distinct from new.told_until`, untold: sql<number>`old.untold` });
  return row && !row.tells ? null : tell(row?.untold);
}

/** Count that a network was refused so and for this, and say what is told: one in a minute. Under a key, as addresses are. */
export async function countNetworkRefusal(tx: Executor, ctx: Context, of: { network: string | null; method: string; why: string }): Promise<Told | null> {
  const key = mac((await ctx.keys.current("code", INSTALLATION)).bytes, `staff-network|${of.network ?? ""}|${of.method}|${of.why}`);
  const waits = sql`${lockedUntil} > clock_timestamp()`;
  const [row] = await tx
    .insert(staffSignInTries)
    .values({ address: key, failures: 1, lockedUntil: sql`clock_timestamp() + ${QUIET}::interval` })
    .onConflictDoUpdate({
      target: address,
      set: {
        failures: sql`${failures} + 1`,
        lastAt: sql`clock_timestamp()`,
        untold: sql`case when ${waits} then ${untold} + 1 else 0 end`,
        lockedUntil: sql`case when ${waits} then ${lockedUntil} else excluded.locked_until end`,
      },
    })
    .returning({ tells: sql<boolean>`old.locked_until is distinct from new.locked_until`, untold: sql<number>`coalesce(old.untold, 0)` });
  return row && !row.tells ? null : tell(row?.untold);
}

/** Take what no event told of an address yet, for the event that is about to be written. */
export async function takeUntold(tx: Executor, tried: Buffer): Promise<Told> {
  const [row] = await tx.update(staffSignInTries).set({ untold: 0 }).where(and(eq(address, tried), sql`${untold} > 0`)).returning({ untold: sql<number>`old.untold` });
  return tell(row?.untold);
}

function tell(count = 0): Told {
  return count > 0 ? { untold: count } : {};
}
