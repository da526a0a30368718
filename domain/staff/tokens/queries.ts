import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { apiTokens, staffMembers } from "@/db/schema/staff";
import { sha256 } from "@/lib/crypto";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import type { StaffId } from "../../kernel/ids";
import type { Executor } from "../../kernel/transaction";
import { mayUseConsole } from "../policy";
import { rolesNow } from "../queries";
import { livingToken, runsOutAt } from "./living";
import { looksLikeToken, TOKEN_SEEN_MS } from "./rules";
import type { OwnToken, TokenBearer } from "./types";

/**
 * Find for whom a token stands. One query on every request: a token that was ended or ran out, a person who may not come in any more and a role that was taken away do not outlive their row by a request.
 * Null when it is nobody's, for whatever reason.
 */
export async function findTokenBearer(db: Executor, token: string): Promise<TokenBearer | null> {
  if (!looksLikeToken(token)) return null;
  const hash = sha256(token);
  const [row] = await db
    .select({ tokenId: apiTokens.id, staffId: staffMembers.id, locale: staffMembers.locale, grants: rolesNow, seenLongAgo: sql<boolean>`coalesce(${apiTokens.lastUsedAt} < clock_timestamp() - ${`${TOKEN_SEEN_MS} milliseconds`}::interval, true)` })
    .from(apiTokens)
    .innerJoin(staffMembers, eq(staffMembers.id, apiTokens.staffId))
    .where(and(eq(apiTokens.hash, hash), isNull(staffMembers.disabledAt), isNull(staffMembers.suspendedAt), livingToken));
  if (!row) return null;
  const { grants, ...found } = row;
  return { ...found, staffId: row.staffId as StaffId, hash: hash.toString("hex"), roles: grants.map(({ role }) => role), usedLongAgo: grants.filter(({ used }) => !used).map(({ role }) => role) };
}

/** List one's own living tokens, the oldest first. @throws {Forbidden} */
export async function listOwnTokens(ctx: Context): Promise<OwnToken[]> {
  authorise(ctx, mayUseConsole);
  const { staffId } = requireStaffActor(ctx);
  const { id, name, madeAt, lastUsedAt } = apiTokens;
  const rows = await ctx.db.select({ id, name, madeAt, lastUsedAt, runsOutAt: sql<string>`${runsOutAt}` }).from(apiTokens).where(and(eq(apiTokens.staffId, staffId), livingToken)).orderBy(asc(id));
  return rows.map((row) => ({ ...row, runsOutAt: new Date(row.runsOutAt) }));
}

/** How many living tokens somebody has. The caller has passed a policy of its own. */
export async function countTokens(db: Executor, staffId: string): Promise<number> {
  const [row] = await db.select({ tokens: sql<number>`count(*)::int` }).from(apiTokens).where(and(eq(apiTokens.staffId, staffId), livingToken));
  return row?.tokens ?? 0;
}
