import { sql } from "drizzle-orm";
import type { Executor } from "../kernel/transaction";

/** On this channel every web process hears, with the commit, whose access has ended. */
export const ACCESS_ENDED = "amends_access_ended";

export async function tellAccessEnded(tx: Executor, staffId: string): Promise<void> {
  await tx.execute(sql`select pg_notify(${ACCESS_ENDED}, ${staffId})`);
}
