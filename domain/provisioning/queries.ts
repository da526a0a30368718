import { and, asc, eq, isNull, or, sql } from "drizzle-orm";
import { scimContact, scimGroups, scimMembers, scimUsers, staffMembers } from "@/db/schema/staff";
import { authorise, type Context } from "../kernel/context";
import { mayProvision, mayReadProvisioning } from "./policy";
import type { ProvisionedGroup } from "./types";

/** Everybody whom the identity provider may see: all who work here or did, but for those whom it deleted. By age, so that pages do not overlap. @throws {Forbidden} */
export async function listUsers(ctx: Context, staffId?: string) {
  authorise(ctx, mayProvision);
  const rows = await ctx.db
    .select({
      id: staffMembers.id,
      email: staffMembers.email,
      name: staffMembers.name,
      locale: staffMembers.locale,
      disabledAt: staffMembers.disabledAt,
      createdAt: staffMembers.createdAt,
      userName: scimUsers.userName,
      externalId: scimUsers.externalId,
      changedAt: scimUsers.changedAt,
      groups: sql<{ value: string; display: string }[]>`coalesce((select json_agg(json_build_object('value', g.id, 'display', g.display_name) order by g.id) from ${scimMembers} m join ${scimGroups} g on g.id = m.group_id where m.staff_id = ${staffMembers.id}), '[]')`,
    })
    .from(staffMembers)
    .leftJoin(scimUsers, eq(scimUsers.staffId, staffMembers.id))
    .where(and(isNull(scimUsers.deletedAt), staffId === undefined ? undefined : eq(staffMembers.id, staffId)))
    .orderBy(asc(staffMembers.createdAt), asc(staffMembers.id));
  return rows.map(({ userName, email, disabledAt, createdAt, changedAt, ...row }) => ({ ...row, email, userName: userName ?? email, active: disabledAt === null, createdAt, changedAt: latest([createdAt, changedAt, disabledAt]) }));
}

/** The groups that the identity provider keeps, each with who is in it. @throws {Forbidden} */
export async function listGroups(ctx: Context, groupId?: string) {
  authorise(ctx, mayProvision);
  return ctx.db
    .select({
      id: scimGroups.id,
      displayName: scimGroups.displayName,
      externalId: scimGroups.externalId,
      createdAt: scimGroups.createdAt,
      changedAt: scimGroups.changedAt,
      members: sql<{ value: string; display: string }[]>`coalesce((select json_agg(json_build_object('value', s.id, 'display', s.name) order by s.id) from ${scimMembers} m join ${staffMembers} s on s.id = m.staff_id where m.group_id = scim_groups.id), '[]')`,
    })
    .from(scimGroups)
    .where(and(isNull(scimGroups.deletedAt), groupId === undefined ? undefined : eq(scimGroups.id, groupId)))
    .orderBy(asc(scimGroups.createdAt), asc(scimGroups.id));
}

/** Whom a path or a resource means: by our id, and where it is none, by the provider's own for them, their name or address. Null where it means nobody. */
export async function findUserId(ctx: Context, named: string): Promise<string | null> {
  authorise(ctx, mayProvision);
  const small = named.toLowerCase();
  const [row] = await ctx.db
    .select({ id: staffMembers.id })
    .from(staffMembers)
    .leftJoin(scimUsers, eq(scimUsers.staffId, staffMembers.id))
    .where(or(sql`${staffMembers.id}::text = ${small}`, eq(scimUsers.externalId, named), sql`lower(${scimUsers.userName}) = ${small}`, eq(staffMembers.email, small)))
    // Whom the provider deleted may have left their name to somebody else.
    .orderBy(sql`${staffMembers.id}::text = ${small} desc`, sql`${scimUsers.deletedAt} is null desc`, sql`coalesce(lower(${scimUsers.userName}) = ${small} or ${scimUsers.externalId} = ${named}, false) desc`, staffMembers.id)
    .limit(1);
  return row?.id ?? null;
}

/** When the identity provider last came; null when it never did. @throws {Forbidden} */
export async function getLastContact(ctx: Context): Promise<Date | null> {
  authorise(ctx, mayReadProvisioning);
  const [row] = await ctx.db.select({ at: scimContact.lastAt }).from(scimContact);
  return row?.at ?? null;
}

/** The groups of the identity provider with the role that each stands for, by name. @throws {Forbidden} */
export async function listProvisionedGroups(ctx: Context): Promise<ProvisionedGroup[]> {
  authorise(ctx, mayReadProvisioning);
  const { id, displayName, role, mappedBy, changedAt } = scimGroups;
  return ctx.db
    .select({ id, displayName, role, mappedBy, changedAt, members: sql<number>`(select count(*)::int from ${scimMembers} m where m.group_id = scim_groups.id)` })
    .from(scimGroups)
    .where(isNull(scimGroups.deletedAt))
    .orderBy(asc(displayName));
}

function latest(moments: readonly (Date | null)[]): Date {
  return new Date(Math.max(...moments.map((at) => at?.getTime() ?? 0)));
}
