import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { staffMembers } from "@/db/schema/staff";
import type { Context } from "./context";
import { Conflict, Forbidden } from "./errors";

/** Where a read may run: on the pool, or inside a transaction. */
export type Executor = Database | Transaction;

/**
 * Run one act in one transaction. Everything the act leaves behind (rows, audit event, jobs) commits together or not at all.
 * Never call out to a network from inside: the connection would be held as long as the other side likes.
 */
export function withTransaction<T>(ctx: Pick<Context, "db"> & Partial<Pick<Context, "actor">>, act: (tx: Transaction) => Promise<T>): Promise<T> {
  const { actor } = ctx;
  return ctx.db.transaction(async (tx) => {
    const done = await act(tx);
    if (actor?.kind === "staff") await holdStanding(tx, actor.staffId);
    return done;
  });
}

/**
 * What somebody does while they are being off-boarded is done before it or not at all: their row is held from here to the commit, a moment later. Where their off-boarding holds it
 * already, the act gives way instead of waiting, because it may hold what the off-boarding is about to take back. An id without a row is nobody who could have been off-boarded.
 */
async function holdStanding(tx: Transaction, staffId: string): Promise<void> {
  try {
    const { rows: [row] } = await tx.execute<{ ended: boolean }>(sql`select disabled_at is not null or suspended_at is not null as ended from ${staffMembers} where id = ${staffId} for share nowait`);
    if (row?.ended) throw new Forbidden("staff-ended");
  } catch (error) {
    if (sqlstateOf(error) === LOCK_NOT_AVAILABLE) throw new Conflict("changed-meanwhile");
    throw error;
  }
}

const LOCK_NOT_AVAILABLE = "55P03";

function sqlstateOf(error: unknown): string | undefined {
  return ((error instanceof Error && error.cause instanceof Error ? error.cause : error) as { code?: string } | null)?.code;
}

/** Whether it was this constraint, or a trigger that gave its name, by which the database refused. */
export function refusedBy(error: unknown, constraint: string): boolean {
  const fault = (error instanceof Error && error.cause instanceof Error ? error.cause : error) as { constraint?: string } | null;
  return fault?.constraint === constraint;
}
