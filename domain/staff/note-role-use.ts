import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { staffGrants } from "@/db/schema/staff";
import { roles, type Role } from "@/db/values/roles";
import { requireStaffActor, type Context, type Policy } from "../kernel/context";
import { USED_MS } from "./rules";

/**
 * Which of somebody's roles let them through a gate just now, and were not written down for it within the hour. What everybody may shows no use of a role. Where two of their roles allow the same, both were used: which of them
 * is the one that is not needed is for a person to say.
 */
export function rolesToNote(rule: Pick<Policy, "roles">, usedLongAgo: readonly Role[]): Role[] {
  return rule.roles.length === roles.length ? [] : usedLongAgo.filter((role) => rule.roles.includes(role));
}

/** Write down that these roles of whoever acts are in use, at most once an hour. Not an act, and so in no audit. @throws {Forbidden} when nobody is signed in */
export async function noteRoleUse(ctx: Context, used: readonly Role[]): Promise<void> {
  const { staffId } = requireStaffActor(ctx);
  const longAgo = or(isNull(staffGrants.lastUsedAt), sql`${staffGrants.lastUsedAt} < clock_timestamp() - ${`${USED_MS} milliseconds`}::interval`);
  await ctx.db
    .update(staffGrants)
    .set({ lastUsedAt: sql`clock_timestamp()` })
    .where(and(eq(staffGrants.staffId, staffId), inArray(staffGrants.role, [...used]), isNull(staffGrants.endedAt), longAgo));
}
