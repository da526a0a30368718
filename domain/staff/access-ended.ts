import { sql } from "drizzle-orm";
import type { Executor } from "../kernel/transaction";

/** On this channel every web process hears, with the commit, whose access has ended. */
export const ACCESS_ENDED = "amends_access_ended";

const OF_SESSION = "session:";

/** What a process hears on the channel: whose access ended altogether, or which session (`staff_sessions.id`, hex). */
export function readAccessEnded(payload: string): { staffId: string } | { sessionId: string } {
  return payload.startsWith(OF_SESSION) ? { sessionId: payload.slice(OF_SESSION.length) } : { staffId: payload };
}

/** Sessions that ended by somebody's hand before their person's access does: what is still being sent to them stops with the commit. */
export async function tellSessionsEnded(tx: Executor, ids: readonly Buffer[]): Promise<void> {
  for (const id of ids) await tx.execute(sql`select pg_notify(${ACCESS_ENDED}, ${OF_SESSION + id.toString("hex")})`);
}

export async function tellAccessEnded(tx: Executor, staffIds: string | readonly string[]): Promise<void> {
  await tx.execute(sql`select pg_notify(${ACCESS_ENDED}, id) from unnest(${sql.param([staffIds].flat())}::text[]) as whose(id)`);
}
