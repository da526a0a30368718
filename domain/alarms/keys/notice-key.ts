import { and, eq, isNull, sql } from "drizzle-orm";
import { canaryKeys } from "@/db/schema/alarms";
import { sha256 } from "@/lib/crypto";
import type { Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { looksLikeToken } from "../../staff/tokens/rules";
import { raiseAlarm } from "../raise-alarm";

/** Raise the alarm if what a request bears as its key is a planted one. It opens nothing, and the answer is the one that everybody gets. What has not their shape costs no question to the database. */
export async function noticeKey(ctx: Context, bearer: string, network: string | null): Promise<boolean> {
  if (!looksLikeToken(bearer)) return false;
  return withTransaction(ctx, async (tx) => {
    const [key] = await tx.select({ id: canaryKeys.id, minute: sql<string>`to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD HH24:MI')` }).from(canaryKeys).where(and(eq(canaryKeys.hash, sha256(bearer)), isNull(canaryKeys.liftedAt)));
    if (!key) return false;
    await raiseAlarm(tx, ctx, { kind: "canary-key", severity: "critical", object: { kind: "canary-key", id: key.id }, occurrence: key.minute, details: { network } });
    return true;
  });
}
