import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { staffMembers, staffSessions } from "@/db/schema/staff";
import type { Context, StaffActor } from "./context";
import { Conflict, Forbidden, SignedOut } from "./errors";

/** Where a read may run: on the pool, or inside a transaction. */
export type Executor = Database | Transaction;

/**
 * Run one act in one transaction. Everything the act leaves behind (rows, audit event, jobs) commits together or not at all.
 * Never call out to a network from inside: the connection would be held as long as the other side likes. With `again`, an act that the database gave up because it and another waited for each other is
 * done once more, from its beginning: it must leave nothing behind outside the transaction.
 */
export async function withTransaction<T>(ctx: Pick<Context, "db"> & Partial<Pick<Context, "actor">>, act: (tx: Transaction) => Promise<T>, { again = false }: { again?: boolean } = {}): Promise<T> {
  const { actor } = ctx;
  try {
    return await ctx.db.transaction(async (tx) => {
      const done = await act(tx);
      if (actor?.kind === "staff") await holdStanding(tx, actor);
      return done;
    });
  } catch (error) {
    if (!again || sqlstateOf(error) !== DEADLOCK_DETECTED) throw error;
    return withTransaction(ctx, act);
  }
}

/**
 * What somebody does while they are being off-boarded is done before it or not at all: their row is held from here to the commit, a moment later. Where their off-boarding holds it
 * already, the act gives way instead of waiting, because it may hold what the off-boarding is about to take back. An id without a row is nobody who could have been off-boarded. A session that has ended
 * meanwhile (signed out elsewhere, at the company, by an alarm) finishes nothing either, but for the act that ended it.
 */
async function holdStanding(tx: Transaction, { staffId, sessionId }: StaffActor): Promise<void> {
  try {
    const { rows: [row] } = await tx.execute<{ ended: boolean; signedOut: boolean }>(sql`
      select m.disabled_at is not null or m.suspended_at is not null as ended,
        exists (select from ${staffSessions} s where s.id = ${Buffer.from(sessionId, "hex")} and s.ended_at is not null and s.xmin is distinct from pg_current_xact_id_if_assigned()::xid) as "signedOut"
      from ${staffMembers} m where m.id = ${staffId} for share of m nowait`);
    if (row?.ended) throw new Forbidden("staff-ended");
    if (row?.signedOut) throw new SignedOut("signed-out");
  } catch (error) {
    if (sqlstateOf(error) === LOCK_NOT_AVAILABLE) throw new Conflict("changed-meanwhile");
    throw error;
  }
}

const LOCK_NOT_AVAILABLE = "55P03";
const DEADLOCK_DETECTED = "40P01";

/** The SQLSTATE by which the database refused, if it was the database. */
export function sqlstateOf(error: unknown): string | undefined {
  return ((error instanceof Error && error.cause instanceof Error ? error.cause : error) as { code?: string } | null)?.code;
}

/** Whether it was this constraint, or a trigger that gave its name, by which the database refused. */
export function refusedBy(error: unknown, constraint: string): boolean {
  const fault = (error instanceof Error && error.cause instanceof Error ? error.cause : error) as { constraint?: string } | null;
  return fault?.constraint === constraint;
}
