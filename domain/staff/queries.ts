import { and, asc, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import { apiTokens, staffGrants, staffMembers, staffPasskeys, staffSessions } from "@/db/schema/staff";
import type { Locale } from "@/db/values/locales";
import type { Role } from "@/db/values/roles";
import { sha256 } from "@/lib/crypto";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { requireUuid, type StaffId } from "../kernel/ids";
import type { Executor } from "../kernel/transaction";
import { comesIn, counts } from "./in-force";
import { mayReadStaff, mayUseConsole } from "./policy";
import { IDLE_MS, PROOF_MS, SEEN_MS, USED_MS } from "./rules";
import { livingToken } from "./tokens/living";
import type { EndedSession, OwnSession, StaffGrant, StaffMember, StaffSession } from "./types";

const since = (ms: number) => sql`clock_timestamp() - ${`${ms} milliseconds`}::interval`;

/** A session lives until somebody ends it, nobody used it for half an hour, or its twelve hours are over. */
const living = sql<boolean>`(${staffSessions.endedAt} is null and ${staffSessions.expiresAt} > statement_timestamp() and ${staffSessions.lastSeenAt} > ${since(IDLE_MS)})`;

/** The roles of a row of `staff_members` that count now, and of each whether its use was written down within the hour. */
export const rolesNow = sql<{ role: Role; used: boolean }[]>`coalesce((select json_agg(json_build_object('role', g.role, 'used', coalesce(g.last_used_at > ${since(USED_MS)}, false)) order by g.role) from ${staffGrants} g where g.staff_id = staff_members.id and ${counts}), '[]')`;

/**
 * Find whose session a random id is. One query on every request: a session that was ended or left alone, a person who was disabled and a role that was taken away do not
 * outlive their row by a request. Null when it is nobody's.
 */
export async function findStaffSession(db: Executor, token: string): Promise<StaffSession | null> {
  const id = sha256(token);
  const [row] = await db
    .select({
      staffId: staffMembers.id,
      email: staffMembers.email,
      name: staffMembers.name,
      locale: staffMembers.locale,
      expiresAt: staffSessions.expiresAt,
      proven: sql<boolean>`${staffSessions.provenAt} > ${since(PROOF_MS)}`,
      method: staffSessions.method,
      strong: staffSessions.strong,
      hasPasskey: sql<boolean>`exists (select from ${staffPasskeys} p where p.staff_id = staff_members.id)`,
      seenLongAgo: sql<boolean>`${staffSessions.lastSeenAt} < ${since(SEEN_MS)}`,
      grants: rolesNow,
    })
    .from(staffSessions)
    .innerJoin(staffMembers, eq(staffMembers.id, staffSessions.staffId))
    .where(and(eq(staffSessions.id, id), isNull(staffMembers.disabledAt), isNull(staffMembers.suspendedAt), living));
  if (!row) return null;
  const { grants, ...session } = row;
  return { ...session, staffId: row.staffId as StaffId, sessionId: id.toString("hex"), roles: grants.map(({ role }) => role), usedLongAgo: grants.filter(({ used }) => !used).map(({ role }) => role) };
}

/** Say why a random id is no session any more, for whoever has it; null when it never was one, or still is. */
export async function findEndedSession(db: Executor, token: string): Promise<EndedSession | null> {
  const [row] = await db
    .select({
      locale: staffMembers.locale,
      living: sql<boolean>`${living} and ${staffMembers.disabledAt} is null and ${staffMembers.suspendedAt} is null`,
      reason: sql<EndedSession["reason"]>`case when ${staffMembers.disabledAt} is not null then 'off-boarded' when ${staffSessions.endedFor} is not null then ${staffSessions.endedFor} when ${staffMembers.suspendedAt} is not null then 'idle-account' when ${staffSessions.expiresAt} > clock_timestamp() then 'idle' else 'expired' end`,
    })
    .from(staffSessions)
    .innerJoin(staffMembers, eq(staffMembers.id, staffSessions.staffId))
    .where(eq(staffSessions.id, sha256(token)));
  return row && !row.living ? { reason: row.reason, locale: row.locale } : null;
}

/** List one's own living sessions, the one that asks first and then by their last use. @throws {Forbidden} */
export async function listOwnSessions(ctx: Context): Promise<OwnSession[]> {
  authorise(ctx, mayUseConsole);
  const { staffId, sessionId } = requireStaffActor(ctx);
  const { id, createdAt, lastSeenAt, device, network } = staffSessions;
  const rows = await ctx.db.select({ id, createdAt, lastSeenAt, device, network }).from(staffSessions).where(and(eq(staffSessions.staffId, staffId), living)).orderBy(desc(lastSeenAt));
  const own = rows.map(({ id: hash, ...row }) => ({ ...row, sessionId: hash.toString("hex"), current: hash.toString("hex") === sessionId }));
  return [...own.filter(({ current }) => current), ...own.filter(({ current }) => !current)];
}

/** One's own roles that count now, with when each ends. @throws {Forbidden} */
export async function listOwnRoles(ctx: Context): Promise<{ role: Role; expiresAt: Date }[]> {
  authorise(ctx, mayUseConsole);
  const { rows } = await ctx.db.execute<{ role: Role; ends: string }>(sql`select g.role, g.expires_at as ends from ${staffGrants} g where g.staff_id = ${requireStaffActor(ctx).staffId} and ${counts} order by g.role`);
  return rows.map(({ role, ends }) => ({ role, expiresAt: new Date(ends) }));
}

/** Moments come as text out of a list that the database made. */
type GrantMoment = "grantedAt" | "expiresAt" | "lastUsedAt" | "renewalUntil";
const grantsOf = sql<(Omit<StaffGrant, GrantMoment> & Record<GrantMoment, string | null>)[]>`coalesce((
  select json_agg(json_build_object('id', g.id, 'role', g.role, 'grantedBy', g.granted_by, 'approvedBy', g.approved_by, 'grantedAt', g.granted_at, 'expiresAt', g.expires_at, 'lastUsedAt', g.last_used_at, 'renewalBy', g.renewal_by, 'renewalUntil', g.renewal_until, 'group', (select sg.display_name from scim_groups sg where sg.id = g.group_id), 'effective', ${counts}) order by g.role)
  from ${staffGrants} g where g.staff_id = staff_members.id and g.ended_at is null and (g.expires_at > clock_timestamp() or ${counts})), '[]')`;

const openSessions = sql<number>`(select count(*)::int from ${staffSessions} s where s.staff_id = staff_members.id and s.ended_at is null and s.expires_at > statement_timestamp() and s.last_seen_at > ${since(IDLE_MS)})`;

const openTokens = sql<number>`(select count(*)::int from ${apiTokens} where api_tokens.staff_id = staff_members.id and ${livingToken})`;

function memberRows(db: Executor) {
  return db
    .select({ id: staffMembers.id, email: staffMembers.email, name: staffMembers.name, locale: staffMembers.locale, setUp: sql<boolean>`(${staffMembers.passwordHash} is not null or exists (select from staff_identities i where i.staff_id = staff_members.id))`, disabledAt: staffMembers.disabledAt, mayReturn: sql<boolean>`(${staffMembers.disabledAt} is not null and ${staffMembers.disabledBy} is null and exists (select from scim_users u where u.staff_id = staff_members.id and u.deactivated_at is not null))`, suspendedAt: staffMembers.suspendedAt, createdAt: staffMembers.createdAt, grants: grantsOf, openSessions, openTokens })
    .from(staffMembers);
}

function toMember(row: Awaited<ReturnType<typeof memberRows>>[number]): StaffMember {
  const at = (moment: string | null) => (moment === null ? null : new Date(moment));
  return { ...row, id: row.id as StaffId, grants: row.grants.map((grant) => ({ ...grant, grantedAt: new Date(grant.grantedAt ?? 0), expiresAt: new Date(grant.expiresAt ?? 0), lastUsedAt: at(grant.lastUsedAt), renewalUntil: at(grant.renewalUntil) })) };
}

/** List everybody who works here or did, by name; those whose access ended stand last. @throws {Forbidden} */
export async function listStaff(ctx: Context): Promise<StaffMember[]> {
  authorise(ctx, mayReadStaff);
  const rows = await memberRows(ctx.db).orderBy(sql`${staffMembers.disabledAt} is not null`, asc(staffMembers.name), asc(staffMembers.email));
  return rows.map(toMember);
}

/** @throws {Forbidden} @throws {NotFound} */
export async function getStaffMember(ctx: Context, staffId: string): Promise<StaffMember> {
  authorise(ctx, mayReadStaff);
  const [row] = await memberRows(ctx.db).where(eq(staffMembers.id, requireUuid(staffId, "staff")));
  if (!row) throw new NotFound("staff");
  return toMember(row);
}

/** Names of people by id, for lists that say who did something. Colleagues' names are no secret in the console. */
export async function listStaffNames(ctx: Context): Promise<Map<string, string>> {
  const rows = await ctx.db.select({ id: staffMembers.id, name: staffMembers.name }).from(staffMembers);
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Find a person by address, for the command line. */
export async function findStaffByEmail(ctx: Context, email: string): Promise<StaffMember | null> {
  authorise(ctx, mayReadStaff);
  const [row] = await memberRows(ctx.db).where(eq(staffMembers.email, email.trim().toLowerCase()));
  return row ? toMember(row) : null;
}

/** How long each of some sessions lives on if nobody uses it, in milliseconds. One that is over, in whatever way, is not among them. */
export async function listTimeLeft(db: Executor, sessionIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .select({ id: staffSessions.id, left: sql<number>`ceil(extract(epoch from least(${staffSessions.expiresAt}, ${staffSessions.lastSeenAt} + ${`${IDLE_MS} milliseconds`}::interval) - statement_timestamp()) * 1000)::float8` })
    .from(staffSessions)
    .innerJoin(staffMembers, eq(staffMembers.id, staffSessions.staffId))
    .where(and(inArray(staffSessions.id, sessionIds.map((id) => Buffer.from(id, "hex"))), isNull(staffMembers.disabledAt), isNull(staffMembers.suspendedAt), living));
  return new Map(rows.map(({ id, left }) => [id.toString("hex"), left]));
}

type AlarmReader = { id: string; email: string; locale: Locale };

/** Who has a role now, with where to write to them. For alarms. */
export async function listStaffWithRole(db: Executor, role: Role): Promise<AlarmReader[]> {
  const { rows } = await db.execute<AlarmReader>(sql`
    select m.id, m.email, m.locale from ${staffMembers} m
    where ${comesIn} and exists (select from ${staffGrants} g where g.staff_id = m.id and g.role = ${role} and ${counts}) order by m.id`);
  return rows;
}

/**
 * Whom alarms are written to: security, and administrators while nobody who can sign in has that role (`guarded` is false then). Where everybody in security is whom the alarm is `about`, administrators as well: else nobody
 * would hear of it but who may be the one to fear.
 */
export async function listAlarmReaders(db: Executor, about: readonly string[] = []): Promise<{ readers: AlarmReader[]; guarded: boolean }> {
  const security = await listStaffWithRole(db, "security");
  const guarded = security.length > 0;
  if (security.some(({ id }) => !about.includes(id))) return { readers: security, guarded };
  const admins = await listStaffWithRole(db, "admin");
  return { readers: [...security, ...admins.filter(({ id }) => !security.some((known) => known.id === id))], guarded };
}

/** How many people there are to answer enquiries and claims now. */
export async function countAgents(db: Executor): Promise<number> {
  const { rows } = await db.execute<{ agents: number }>(sql`
    select count(distinct g.staff_id)::int as agents from ${staffGrants} g join ${staffMembers} m on m.id = g.staff_id and ${comesIn} where g.role in ('support', 'lead') and ${counts}`);
  return rows[0]?.agents ?? 0;
}

/** Who can be given a claim: those who work on them now, by name; of a part of that work, those whose roles it takes. Colleagues' names are no secret in the console. */
export async function listClaimStaff(ctx: Context, roles: readonly Role[] = ["support", "lead", "approver"]): Promise<{ id: StaffId; name: string }[]> {
  const { rows } = await ctx.db.execute<{ id: StaffId; name: string }>(sql`
    select m.id, m.name from ${staffMembers} m
    where ${comesIn} and exists (select from ${staffGrants} g where g.staff_id = m.id and g.role = any(string_to_array(${roles.join()}, ',')) and ${counts}) order by m.name, m.id`);
  return rows;
}

/** Who may come in now, by name: for choosing one of them. */
export async function listColleagueNames(ctx: Context): Promise<{ id: string; name: string }[]> {
  return ctx.db.select({ id: staffMembers.id, name: staffMembers.name }).from(staffMembers).where(and(isNull(staffMembers.disabledAt), isNull(staffMembers.suspendedAt))).orderBy(asc(staffMembers.name), asc(staffMembers.id));
}

/** Who is told that claims are late: the leads, and while there is none, whoever approves. */
export async function listLeads(db: Executor): Promise<{ email: string; name: string; locale: Locale }[]> {
  const holding = async (role: Role) => {
    const { rows } = await db.execute<{ email: string; name: string; locale: Locale }>(sql`
      select distinct m.email, m.name, m.locale from ${staffGrants} g join ${staffMembers} m on m.id = g.staff_id and ${comesIn} where g.role = ${role} and ${counts} order by m.email`);
    return rows;
  };
  const leads = await holding("lead");
  return leads.length > 0 ? leads : holding("approver");
}

/** What a member of staff may do now; null where nobody is called that, or they may not come in any more. */
export async function findStaffRoles(db: Executor, staffId: string): Promise<{ staffId: StaffId; roles: Role[] } | null> {
  const { rows } = await db.execute<{ id: StaffId; roles: Role[] }>(sql`
    select m.id, coalesce((select json_agg(g.role order by g.role) from ${staffGrants} g where g.staff_id = m.id and ${counts}), '[]') as roles from ${staffMembers} m where m.id = ${staffId}::uuid and ${comesIn}`);
  return rows[0] ? { staffId: rows[0].id, roles: rows[0].roles } : null;
}
