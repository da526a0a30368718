import { and, eq, inArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { auditEvents } from "@/db/schema/audit";
import { keyRegister } from "@/db/schema/keys";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { mayRecordKeys } from "../policy";
import { endKeys } from "./end-keys";
import { noteKeyUse } from "./note-use";
import { recordKeys } from "./record-keys";
import { settleRotation } from "./settle-rotation";

const LOGIN = "database-login";
/** The roles whose logins are given to people. Those of web and worker are given to processes, which enter what they hold. */
const ROLES = ["amends_read", "amends_audit", "amends_migration"];
/** A use that is older was seen by the look before. */
const SEEN_MINUTES = 2;

/**
 * Enter the logins of people to the database into the register. Nobody but the server sees their passwords, so a login is known by the number that the server gave it: one that was dropped ends with what was to be rotated
 * because of it, and one that was made anew under its name takes its place. One that is merely locked can be opened again with the same password, and stays.
 */
export async function recordLogins(ctx: Context): Promise<void> {
  authorise(ctx, mayRecordKeys);
  const { rows: logins } = await ctx.db.execute<{ name: string; number: string; used: boolean }>(sql`
    with recursive held as (
      select oid from pg_roles where rolname = any (${sql.param(ROLES)}::text[])
      union select m.member from pg_auth_members m join held on m.roleid = held.oid)
    select r.rolname as name, r.oid::text as number, exists (select from pg_stat_activity a where a.usesysid = r.oid and a.datname = current_database())
        or coalesce((select e.at > now() - make_interval(mins => ${SEEN_MINUTES}) from ${auditEvents} e where e.actor_id = r.rolname order by e.id desc limit 1), false) as used
    from pg_roles r join held using (oid)
    where r.rolcanlogin and not r.rolsuper and not exists (select from ${keyRegister} k where k.kind = 'database-password' and k.name = r.rolname and k.state = 'active')`);
  await recordKeys(ctx, logins.map(({ name, number }) => ({ kind: LOGIN, name, value: number })));
  for (const { name, used } of logins) if (used) noteKeyUse(LOGIN, name);
  await withTransaction(ctx, async (tx) => {
    const next = alias(keyRegister, "next");
    const renewed = await tx
      .select({ from: keyRegister.id, to: next.id })
      .from(keyRegister)
      .innerJoin(next, and(eq(next.kind, keyRegister.kind), eq(next.name, keyRegister.name), eq(next.state, "next")))
      .where(and(eq(keyRegister.kind, LOGIN), eq(keyRegister.state, "active")))
      .orderBy(keyRegister.id)
      .for("update", { of: keyRegister });
    for (const { from, to } of renewed) await settleRotation(tx, ctx, { from, to, destroyed: true });
    const gone = await tx
      .select({ id: keyRegister.id })
      .from(keyRegister)
      .where(and(eq(keyRegister.kind, LOGIN), inArray(keyRegister.state, ["active", "next"]), sql`not exists (select from pg_roles r where r.rolname = ${keyRegister.name})`))
      .orderBy(keyRegister.id)
      .for("update");
    await endKeys(tx, gone.map(({ id }) => id));
    await recordAudit(tx, ctx, gone.map(({ id }) => ({ action: "key.end" as const, object: { kind: "key", id }, details: { kind: LOGIN, why: "dropped" } })));
  });
}
