import { and, eq, isNull, or, sql } from "drizzle-orm";
import { apiTokens } from "@/db/schema/staff";
import { authorise, type Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { mayRotateKeys } from "../../keys/policy";
import { holdColleague } from "../../keys/register/open-key";
import { settleRotation } from "../../keys/register/settle-rotation";
import type { Rotated } from "../../keys/rotation/types";
import { keepToken } from "./keep-token";
import { livingToken } from "./living";

/**
 * Let a new token take the place of one that is named by its name, its id or the id of its key: for the same person, under the same name, for a time of its own. The old one is refused with the commit; the new one is returned once, and
 * its person is told by mail. @throws {Conflict} when no living token is called that, or its person has left
 */
export async function rotateToken(ctx: Context, named: string): Promise<Rotated & { token: string }> {
  authorise(ctx, mayRotateKeys);
  return withTransaction(ctx, async (tx) => {
    const called = or(eq(apiTokens.name, named), eq(apiTokens.keyId, named), sql`${apiTokens.id}::text = ${named}`);
    const [old] = await tx.select({ id: apiTokens.id, staffId: apiTokens.staffId, name: apiTokens.name, keyId: apiTokens.keyId }).from(apiTokens).where(and(livingToken, called))
      // A name is free text, and may be what another one's id is.
      .orderBy(sql`${apiTokens.id}::text = ${named} desc`, sql`${apiTokens.keyId} = ${named} desc`)
      .limit(1);
    if (!old) throw new Conflict("token-none");
    // Their off-boarding would otherwise miss the new one.
    await holdColleague(tx, old.staffId);
    const ended = await tx.update(apiTokens).set({ endedAt: sql`clock_timestamp()`, endedWhy: "rotated" }).where(and(eq(apiTokens.id, old.id), isNull(apiTokens.endedAt))).returning({ id: apiTokens.id });
    if (ended.length === 0) throw new Conflict("token-none");
    const { token, keyId } = await keepToken(tx, ctx, old);
    await settleRotation(tx, ctx, { from: old.keyId, to: keyId, destroyed: true });
    return { from: old.keyId, to: keyId, token };
  });
}
