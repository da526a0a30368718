import { sql } from "drizzle-orm";
import { staffGrants, staffIdentities, staffMembers, staffSessions } from "@/db/schema/staff";
import { Conflict } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";

/** Somebody `m` who may come in: not off-boarded, and not suspended because nobody came as them for weeks. */
export const comesIn = sql<boolean>`(m.disabled_at is null and m.suspended_at is null)`;

/** When somebody `m` was last here, or when their time of absence began where they were not here since. */
export const lastHere = sql<string>`greatest(m.idle_from, (select max(s.last_seen_at) from ${staffSessions} s where s.staff_id = m.id))`;

/** From when on a grant `g` counts as of no use: when it was given, renewed or last of use. */
export const lastOfUse = sql<string>`greatest(g.granted_at, g.renewed_at, g.last_used_at)`;

/** Nobody took it away, and where it takes two people, the second has approved it or the operator gave it. */
const standing = sql<boolean>`(g.ended_at is null and (g.role <> 'admin' or g.approved_by is not null or g.granted_by is null))`;

/** An administrator whose role has not run out, and who may come in. */
const anAdminInTime = sql<boolean>`exists (select from ${staffGrants} o join ${staffMembers} om on om.id = o.staff_id
  where o.role = 'admin' and o.ended_at is null and o.expires_at > clock_timestamp() and (o.approved_by is not null or o.granted_by is null) and om.disabled_at is null and om.suspended_at is null)`;

/**
 * Whether a grant `g` counts now: it stands and has not run out. While no administrator is left whose role has not run out, those whose role has are administrators still: an installation that nobody can
 * administer could not be mended from inside. Whoever watches sees an alarm, and a worker that is not ready.
 */
export const counts = sql<boolean>`(${standing} and (g.expires_at > clock_timestamp() or g.role = 'admin' and not ${anAdminInTime}))`;

export async function countsNow(db: Executor, grantId: string): Promise<boolean> {
  const { rows } = await db.execute<{ counts: boolean }>(sql`select ${counts} as counts from ${staffGrants} g where g.id = ${grantId}`);
  return rows[0]?.counts ?? false;
}

/** One after the other: of two administrators who are about to lose their role at the same moment one stays. Held to the end of the transaction. */
export async function holdAdministration(tx: Executor): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('staff/administration', 0))`);
}

/** Somebody `m` who was here or has set up their sign-in: of whoever was invited nobody knows whether they come. */
export const wasHere = sql<boolean>`(m.password_hash is not null or exists (select from ${staffIdentities} i where i.staff_id = m.id) or exists (select from ${staffSessions} s where s.staff_id = m.id))`;

/** Whether without this person nobody would be left who may administer the installation. */
export async function isLastAdmin(db: Executor, staffId: string): Promise<boolean> {
  const { rows: admins } = await db.execute<{ id: string; was_here: boolean }>(sql`
    select distinct m.id, ${wasHere} as was_here from ${staffGrants} g join ${staffMembers} m on m.id = g.staff_id where g.role = 'admin' and ${counts} and ${comesIn}`);
  return admins.some(({ id }) => id === staffId) && !admins.some(({ id, was_here }) => id !== staffId && was_here);
}

/** Leave the installation somebody who administers it, whatever one person alone wants. The caller's transaction holds the administration from here on. @throws {Conflict} where this is the last administrator */
export async function keepLastAdmin(tx: Executor, staffId: string): Promise<void> {
  await holdAdministration(tx);
  if (await isLastAdmin(tx, staffId)) throw new Conflict("last-administrator");
}

/** Whether the installation is administered by people whose role has run out, and by nobody else. */
export async function isAdminOverdue(db: Executor): Promise<boolean> {
  const { rows } = await db.execute<{ overdue: boolean }>(sql`
    select exists (select from ${staffGrants} g join ${staffMembers} m on m.id = g.staff_id where g.role = 'admin' and ${standing} and ${comesIn}) and not ${anAdminInTime} as overdue`);
  return rows[0]?.overdue ?? false;
}
