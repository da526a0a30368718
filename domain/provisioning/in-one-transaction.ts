import { sql } from "drizzle-orm";
import type { Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";

/** Run several verbs in one transaction: each has a context whose own transactions are parts of this one. */
export function inOneTransaction<T>(ctx: Context, act: (within: Context) => Promise<T>): Promise<T> {
  return withTransaction(ctx, (tx) => act({ ...ctx, db: tx as unknown as Context["db"] }));
}

/** A patch reads a resource, changes it and writes it whole: two at once would undo each other, and one that has read somebody who works here would give a leaver's access back. */
export function alone<T>(ctx: Context, act: (within: Context) => Promise<T>): Promise<T> {
  // The verbs' own transactions are parts of this one: who waits for the lock would otherwise hold the connection that they need.
  return inOneTransaction(ctx, async (within) => {
    await within.db.execute(sql`select pg_advisory_xact_lock(hashtextextended('scim', 0))`);
    return act(within);
  });
}
