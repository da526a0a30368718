import { sql } from "drizzle-orm";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { mayRecordKeys } from "../../keys/policy";
import { endTokens } from "./end-tokens";
import { runsOutAt } from "./living";

/** Tidy up tokens that have run out, which open nothing already: their names are free, and the register does not show their keys as in use. @throws {Forbidden} */
export async function endLapsedTokens(ctx: Context): Promise<{ ended: number }> {
  authorise(ctx, mayRecordKeys);
  return withTransaction(ctx, async (tx) => {
    const ended = await endTokens(tx, sql`${runsOutAt} <= clock_timestamp()`, "expired");
    for (const { id } of ended) await recordAudit(tx, ctx, { action: "api-token.end", object: { kind: "api-token", id }, details: { why: "expired" } });
    return { ended: ended.length };
  });
}
