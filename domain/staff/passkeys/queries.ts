import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { staffPasskeys, staffRecoveryCodes } from "@/db/schema/staff";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { mayUseConsole } from "../policy";
import type { OwnPasskey } from "../types";

/** List one's own passkeys, the oldest first. @throws {Forbidden} */
export async function listOwnPasskeys(ctx: Context): Promise<OwnPasskey[]> {
  authorise(ctx, mayUseConsole);
  const { staffId } = requireStaffActor(ctx);
  const { id, name, createdAt, lastUsedAt } = staffPasskeys;
  const rows = await ctx.db.select({ id, name, createdAt, lastUsedAt }).from(staffPasskeys).where(eq(staffPasskeys.staffId, staffId)).orderBy(asc(createdAt));
  return rows.map((row) => ({ ...row, id: row.id.toString("base64url") }));
}

/** How many recovery codes somebody has left. @throws {Forbidden} */
export async function countRecoveryCodes(ctx: Context): Promise<number> {
  authorise(ctx, mayUseConsole);
  const { staffId } = requireStaffActor(ctx);
  const [row] = await ctx.db.select({ left: sql<number>`count(*)::int` }).from(staffRecoveryCodes).where(and(eq(staffRecoveryCodes.staffId, staffId), isNull(staffRecoveryCodes.usedAt)));
  return row?.left ?? 0;
}
