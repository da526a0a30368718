import type { Database, Transaction } from "@/db/client";
import type { Context } from "./context";

/** Where a read may run: on the pool, or inside a transaction. */
export type Executor = Database | Transaction;

/**
 * Run one act in one transaction. Everything the act leaves behind (rows, audit event, jobs) commits together or not at all.
 * Never call out to a network from inside: the connection would be held as long as the other side likes.
 */
export function withTransaction<T>(ctx: Pick<Context, "db">, act: (tx: Transaction) => Promise<T>): Promise<T> {
  return ctx.db.transaction(act);
}

/** Whether it was this constraint, or a trigger that gave its name, by which the database refused. */
export function refusedBy(error: unknown, constraint: string): boolean {
  const fault = (error instanceof Error && error.cause instanceof Error ? error.cause : error) as { constraint?: string } | null;
  return fault?.constraint === constraint;
}
