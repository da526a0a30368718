import type { Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";

/** Run several verbs in one transaction: each has a context whose own transactions are parts of this one. */
export function inOneTransaction<T>(ctx: Context, act: (within: Context) => Promise<T>): Promise<T> {
  return withTransaction(ctx, (tx) => act({ ...ctx, db: tx as unknown as Context["db"] }));
}
