import { and, eq, inArray, isNull, notInArray, sql } from "drizzle-orm";
import { z } from "zod";
import { scimGroups, scimMembers, staffMembers } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { Conflict, NotFound } from "../kernel/errors";
import { refusedBy, withTransaction, type Executor } from "../kernel/transaction";
import { followGroups } from "./follow-groups";
import { mayProvision } from "./policy";

export interface GroupFields {
  displayName: string;
  externalId: string | null;
  /** Who is in it; undefined leaves everybody. */
  members: readonly string[] | undefined;
}

/** Keep a group of the identity provider with its members, whose roles follow. A new one stands for no role until an admin says which. @throws {Forbidden} @throws {NotFound} @throws {Conflict} */
export async function saveGroup(ctx: Context, groupId: string | null, { displayName, externalId, members }: GroupFields): Promise<string> {
  authorise(ctx, mayProvision);
  return withTransaction(ctx, async (tx) => {
    const id = await keep(tx, groupId, { displayName, externalId });
    const { changed, unknown } = members ? await setMembers(tx, id, members) : { changed: [], unknown: 0 };
    await recordAudit(tx, ctx, { action: groupId === null ? "provisioning.add-group" : "provisioning.change-group", object: { kind: "scim-group", id }, details: { members: members?.length ?? null, moved: changed.length, unknown } });
    await followGroups(tx, ctx, changed);
    return id;
  });
}

/** Forget a group: the roles that people have by it end. @throws {Forbidden} @throws {NotFound} */
export async function deleteGroup(ctx: Context, groupId: string): Promise<void> {
  authorise(ctx, mayProvision);
  await withTransaction(ctx, async (tx) => {
    const gone = await tx.update(scimGroups).set({ deletedAt: sql`clock_timestamp()`, changedAt: sql`clock_timestamp()` }).where(and(eq(scimGroups.id, groupId), isNull(scimGroups.deletedAt))).returning({ id: scimGroups.id });
    if (gone.length === 0) throw new NotFound("scim-group");
    const left = await tx.delete(scimMembers).where(eq(scimMembers.groupId, groupId)).returning({ staffId: scimMembers.staffId });
    await recordAudit(tx, ctx, { action: "provisioning.delete-group", object: { kind: "scim-group", id: groupId }, details: { members: left.length } });
    await followGroups(tx, ctx, left.map(({ staffId }) => staffId));
  });
}

async function keep(tx: Executor, groupId: string | null, fields: { displayName: string; externalId: string | null }): Promise<string> {
  try {
    const rows =
      groupId === null
        ? await tx.insert(scimGroups).values(fields).returning({ id: scimGroups.id })
        : await tx.update(scimGroups).set({ ...fields, changedAt: sql`clock_timestamp()` }).where(and(eq(scimGroups.id, groupId), isNull(scimGroups.deletedAt))).returning({ id: scimGroups.id });
    if (!rows[0]) throw new NotFound("scim-group");
    return rows[0].id;
  } catch (error) {
    if (refusedBy(error, "scim_groups_by_name")) throw new Conflict("scim-group-known");
    throw error;
  }
}

/** Whoever came or went. Whom nobody knows here is left out and counted: refused because of one of them, a group would keep everybody who left it. */
async function setMembers(tx: Executor, groupId: string, members: readonly string[]): Promise<{ changed: string[]; unknown: number }> {
  const said = new Set(members.map((id) => id.toLowerCase()));
  const known = await tx.select({ id: staffMembers.id }).from(staffMembers).where(inArray(staffMembers.id, [...said].filter((id) => z.uuid().safeParse(id).success)));
  const ids = known.map(({ id }) => id);
  const left = await tx.delete(scimMembers).where(and(eq(scimMembers.groupId, groupId), notInArray(scimMembers.staffId, ids))).returning({ staffId: scimMembers.staffId });
  const came = ids.length === 0 ? [] : await tx.insert(scimMembers).values(ids.map((staffId) => ({ groupId, staffId }))).onConflictDoNothing().returning({ staffId: scimMembers.staffId });
  return { changed: [...left, ...came].map(({ staffId }) => staffId), unknown: said.size - ids.length };
}
