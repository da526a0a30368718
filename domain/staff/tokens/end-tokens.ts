import { and, isNull, sql, type SQL } from "drizzle-orm";
import { apiTokens } from "@/db/schema/staff";
import type { TokenEnd } from "@/db/values/token-ends";
import type { Executor } from "../../kernel/transaction";
import { endKeys } from "../../keys/register/end-keys";

/** End the tokens that fit in the caller's transaction: with its commit each is refused, and nobody knows a key by it any more. Those that have ended already are left as they are. */
export async function endTokens(tx: Executor, which: SQL | undefined, endedWhy: TokenEnd): Promise<{ id: string }[]> {
  const ended = await tx.update(apiTokens).set({ endedAt: sql`clock_timestamp()`, endedWhy }).where(and(isNull(apiTokens.endedAt), which)).returning({ id: apiTokens.id, keyId: apiTokens.keyId });
  await endKeys(tx, ended.map(({ keyId }) => keyId));
  return ended;
}
