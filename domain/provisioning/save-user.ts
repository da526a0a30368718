import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { scimUsers, staffMembers } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { Conflict, NotFound } from "../kernel/errors";
import { refusedBy, withTransaction, type Executor } from "../kernel/transaction";
import { mailSetUpCode } from "../staff/send-set-up-code";
import { followGroups } from "./follow-groups";
import { mayProvision } from "./policy";
import type { UserFields } from "./read-user";
import type { Provisioning } from "./types";

interface Said {
  /** The request itself says that they work here. */
  active: boolean;
}

/**
 * Add a person whom the identity provider sends, without any role: those come with its groups. Somebody whom it deleted before is the same person again, and where security had ended their access it stays so.
 * @throws {Forbidden} @throws {Conflict} when the address is known
 */
export async function addUser(ctx: Context, fields: UserFields, { invites, active }: Pick<Provisioning, "invites"> & Said): Promise<string> {
  authorise(ctx, mayProvision);
  return withTransaction(ctx, async (tx) => {
    const { email, name, locale } = fields;
    const [added] = await tx.insert(staffMembers).values({ email, name, ...(locale ? { locale } : {}) }).onConflictDoNothing().returning();
    const member = added ?? (await returning(tx, email));
    if (!member) throw new Conflict("staff-known");
    await keep(tx, member.id, fields);
    if (added) await recordAudit(tx, ctx, { action: "staff.add", object: { kind: "staff", id: member.id }, details: { roles: [] } });
    const here = active && (added !== undefined || (await restore(tx, ctx, member.id)));
    if (invites && here) await mailSetUpCode(tx, ctx, member);
    return member.id;
  });
}

/** Change what is known of somebody to what the identity provider says. `active` gives back access that it took, and none that was ended here. @throws {Forbidden} @throws {NotFound} @throws {Conflict} */
export async function changeUser(ctx: Context, staffId: string, fields: UserFields, { active }: Said): Promise<void> {
  authorise(ctx, mayProvision);
  await withTransaction(ctx, async (tx) => {
    const [member] = await tx.select().from(staffMembers).where(eq(staffMembers.id, staffId)).for("update");
    const [deleted] = await tx.select({ staffId: scimUsers.staffId }).from(scimUsers).where(and(eq(scimUsers.staffId, staffId), isNotNull(scimUsers.deletedAt)));
    if (!member || deleted) throw new NotFound("staff");
    const { email, name } = fields;
    const locale = fields.locale ?? member.locale;
    const changed = [...(email === member.email ? [] : ["email"]), ...(name === member.name ? [] : ["name"]), ...(locale === member.locale ? [] : ["locale"])];
    if (changed.length > 0) {
      try {
        await tx.update(staffMembers).set({ email, name, locale }).where(eq(staffMembers.id, staffId));
      } catch (error) {
        if (refusedBy(error, "staff_members_email_key") || refusedBy(error, "staff_members_email_unique")) throw new Conflict("staff-known");
        throw error;
      }
      await recordAudit(tx, ctx, { action: "staff.change", object: { kind: "staff", id: staffId }, details: { changed } });
    }
    await keep(tx, staffId, fields);
    if (active && member.disabledAt !== null) await restore(tx, ctx, staffId);
  });
}

/** Somebody with this address whom the provider deleted, and nobody here. */
async function returning(tx: Executor, email: string) {
  const [row] = await tx.select({ member: staffMembers }).from(staffMembers).innerJoin(scimUsers, eq(scimUsers.staffId, staffMembers.id)).where(and(eq(staffMembers.email, email), isNotNull(scimUsers.deletedAt))).for("update");
  return row?.member;
}

async function keep(tx: Executor, staffId: string, { userName, externalId }: UserFields): Promise<void> {
  const said = { userName, externalId, deletedAt: null };
  try {
    await tx
      .insert(scimUsers)
      .values({ staffId, ...said })
      .onConflictDoUpdate({ target: scimUsers.staffId, set: { ...said, changedAt: sql`clock_timestamp()` } });
  } catch (error) {
    if (refusedBy(error, "scim_users_by_name")) throw new Conflict("staff-known");
    throw error;
  }
}

/** Whom the provider took out it can let in again, with the roles of their groups and nothing that they had: no session, no password. Whom somebody here took out stays out. Says whether they were let in. */
async function restore(tx: Executor, ctx: Context, staffId: string): Promise<boolean> {
  const [mine] = await tx.update(scimUsers).set({ deactivatedAt: null }).where(and(eq(scimUsers.staffId, staffId), isNotNull(scimUsers.deactivatedAt))).returning({ staffId: scimUsers.staffId });
  if (!mine) return false;
  const restored = await tx.update(staffMembers).set({ disabledAt: null, idleFrom: sql`clock_timestamp()` }).where(and(eq(staffMembers.id, staffId), isNotNull(staffMembers.disabledAt), isNull(staffMembers.disabledBy))).returning({ id: staffMembers.id });
  if (restored.length === 0) return false;
  await recordAudit(tx, ctx, { action: "staff.restore", object: { kind: "staff", id: staffId } });
  await followGroups(tx, ctx, [staffId]);
  return true;
}
