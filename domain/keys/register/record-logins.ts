import { randomBytes } from "node:crypto";
import { and, eq, inArray, sql } from "drizzle-orm";
import { auditEvents } from "@/db/schema/audit";
import { keyRegister } from "@/db/schema/keys";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { mayRecordKeys } from "../policy";
import { endKeys } from "./end-keys";
import { enterKey } from "./enter-key";
import { FINGERPRINT_BYTES } from "./fingerprint";
import { noteKeyUse } from "./note-use";

const KIND = "database-login";
/** The roles whose logins are given to people. Those of web and worker are given to processes, which enter what they hold. */
const ROLES = ["amends_read", "amends_audit", "amends_migration"];
/** A use that is older was seen by the look before. */
const SEEN_MINUTES = 2;

interface Login extends Record<string, unknown> {
  name: string;
  number: number;
  used: boolean;
}

/**
 * Enter the logins of people to the database into the register. Nobody but the server sees their passwords, so a login is known by the number that the server gave it, and where that is new by its name: renaming one, moving the
 * server or making one anew at once ends nothing that was to be rotated. It ends when it is gone, or may read nothing any more and nobody has left who knows it.
 */
export async function recordLogins(ctx: Context): Promise<void> {
  authorise(ctx, mayRecordKeys);
  const logins = await listLogins(ctx.db);
  for (const { name, used } of logins) if (used) noteKeyUse(KIND, name);
  const known = await ctx.db.select({ name: keyRegister.name, number: keyRegister.login }).from(keyRegister).where(living);
  const same = logins.length === known.length && logins.every((login) => known.some(({ name, number }) => name === login.name && number === login.number));
  if (!same) await withTransaction(ctx, (tx) => bringUp(tx, ctx, logins));
}

/** Two workers that look at the same moment, or one and a rotation, would each enter a key for one login. */
export async function holdLogins(tx: Executor): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('keys/logins', 0))`);
}

const living = and(eq(keyRegister.kind, KIND), inArray(keyRegister.state, ["active", "next"]));

async function listLogins(db: Executor): Promise<Login[]> {
  const { rows } = await db.execute<Login>(sql`
    with recursive held as (
      select oid from pg_roles where rolname = any (${sql.param(ROLES)}::text[])
      union select m.member from pg_auth_members m join held on m.roleid = held.oid)
    select r.rolname as name, r.oid::bigint::float8 as number, exists (select from pg_stat_activity a where a.usesysid = r.oid and a.datname = current_database())
        or coalesce((select e.at > now() - make_interval(mins => ${SEEN_MINUTES}) from ${auditEvents} e where e.actor_id = (r.rolname::text collate "default") order by e.id desc limit 1), false) as used
    from pg_roles r join held using (oid)
    where r.rolcanlogin and not r.rolsuper and r.rolname <> session_user
      and not exists (select from ${keyRegister} k where k.kind = 'database-password' and k.name = r.rolname and k.state = 'active')
    order by r.rolname`);
  return rows;
}

async function bringUp(tx: Executor, ctx: Context, logins: readonly Login[]): Promise<void> {
  await holdLogins(tx);
  const known = await tx
    .select({
      id: keyRegister.id,
      name: keyRegister.name,
      number: keyRegister.login,
      there: sql<boolean>`exists (select from pg_roles r where r.oid::bigint = ${keyRegister.login} or r.rolname = ${keyRegister.name})`,
      owed: sql<boolean>`exists (select from key_tasks t where t.key_id = ${keyRegister.id} and t.closed_at is null)`,
    })
    .from(keyRegister)
    .where(living)
    .orderBy(keyRegister.id)
    .for("update");
  const keyOf = ({ name, number }: Login) => known.find((key) => key.number === number) ?? known.find((key) => key.name === name);
  const gone = known.filter((key) => !logins.some((login) => keyOf(login)?.id === key.id) && !(key.there && key.owed));
  await endKeys(tx, gone.map(({ id }) => id));
  await recordAudit(tx, ctx, gone.map(({ id, there }) => ({ action: "key.end" as const, object: { kind: "key", id }, details: { kind: KIND, why: there ? "no-power" : "dropped" } })));
  for (const login of logins) {
    const key = keyOf(login);
    if (key?.name === login.name && key.number === login.number) continue;
    const { name, number } = login;
    if (key) await tx.update(keyRegister).set({ name, login: number }).where(eq(keyRegister.id, key.id));
    const entered = key ?? (await enterKey(tx, { kind: KIND, name, fingerprint: randomBytes(FINGERPRINT_BYTES), login: number }));
    if (entered) await recordAudit(tx, ctx, { action: key ? "key.follow" : "key.record", object: { kind: "key", id: entered.id }, details: { kind: KIND, name, ...(key ? { from: key.name } : { state: "active" }) } });
  }
}
