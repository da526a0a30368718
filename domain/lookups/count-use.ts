import { randomInt } from "node:crypto";
import { sql } from "drizzle-orm";
import { lookupHours, useCounts } from "@/db/schema/lookups";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { installationIndex } from "../keys/sealed";

const SHARDS = 16;

/** Count one use of a budget in its present window, by the database's clock. The name is kept as a keyed hash: networks and browsers are personal data. */
export async function countUse(ctx: Context, name: string, windowSeconds: number): Promise<{ uses: number; secondsLeft: number }> {
  // What was counted under another key is added when its rotation moves it: for a minute a limit is the wider.
  const { value: budget, links: indexLinks } = await installationIndex(ctx.keys, `budget:${name}`);
  const width = sql`${`${windowSeconds} seconds`}::interval`;
  const [row] = await ctx.db
    .insert(useCounts)
    .values({ budget, began: sql`date_bin(${width}, clock_timestamp(), 'epoch'::timestamptz)`, uses: 1, what: name.slice(0, Math.max(0, name.indexOf("|"))), indexLinks })
    .onConflictDoUpdate({ target: [useCounts.budget, useCounts.began], set: { uses: sql`${useCounts.uses} + 1` } })
    .returning({ uses: useCounts.uses, secondsLeft: sql<number>`ceil(extract(epoch from ${useCounts.began} + ${width} - clock_timestamp()))::int` });
  return row ?? { uses: 1, secondsLeft: windowSeconds };
}

/** Count a step of a lookup for the charts. Spread over shards so that people who look at the same time do not queue for one row. */
export async function countLookup(tx: Executor, incidentId: string, what: "requested" | "proven"): Promise<void> {
  await tx
    .insert(lookupHours)
    .values({ incidentId, hour: sql`date_trunc('hour', clock_timestamp(), 'UTC')`, shard: randomInt(SHARDS), [what]: 1 })
    .onConflictDoUpdate({ target: [lookupHours.incidentId, lookupHours.hour, lookupHours.shard], set: { [what]: sql`${lookupHours[what]} + 1` } });
}
