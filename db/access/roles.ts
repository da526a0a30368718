import type pg from "pg";
import type { DatabaseRole } from "../client";

/** Owns schemas, tables, functions and all else of the product, and what migrating does is done as this role. */
export const OWNER = "amends_migration" satisfies DatabaseRole;
/** What the running product, auditors and analysts may do: `tables` says what. */
export const ROLES = ["amends_web", "amends_worker", "amends_audit", "amends_read"];
/** Those of the product, of the record of its migrations and of its queue. */
const SCHEMAS = ["public", "drizzle", "graphile_worker"];
const INSUFFICIENT_PRIVILEGE = "42501";

/**
 * Make the roles where they are missing, hand to `OWNER` whatever of the product lies in this database and is another's (an installation from before there was this role, a dump that was put back
 * without its owners), and go on as `OWNER`. Where nothing is to do it asks a few questions. Called by the login that migrates, under the lock of migrating.
 * @throws with what somebody is to do, where the login lacks a power
 */
export async function becomeOwner(client: pg.Client): Promise<void> {
  for (const role of [OWNER, ...ROLES]) await makeRole(client, role);
  const { rows: [held] } = await client.query<{ held: boolean }>("select pg_has_role($1, 'set') as held", [OWNER]);
  if (!held?.held) throw new Error(`The login that migrates may not take the role ${OWNER}. Let it: grant ${OWNER} to LOGIN with inherit false, set true.`);
  await handOver(client);
  await client.query(`set role ${OWNER}`);
}

/** Roles are the server's, and several databases on it may be migrated at once. */
async function makeRole(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ held: boolean; mighty: boolean }>("select pg_has_role(oid, 'set') as held, rolsuper or rolbypassrls or rolreplication as mighty from pg_roles where rolname = $1", [role]);
  if (rows[0]?.mighty) throw new Error(`The role ${role} may do more than it is for: alter role ${role} nosuperuser nobypassrls noreplication.`);
  if (rows.length === 0) {
    try {
      await client.query(`create role ${role} nologin`);
    } catch (error) {
      const code = codeOf(error);
      if (code === INSUFFICIENT_PRIVILEGE) throw new Error(`The role ${role} is missing, and the login that migrates may not make it. Let it (alter role … createrole), or make the role beforehand: create role ${role} nologin.`, { cause: error });
      // Somebody was first.
      if (code !== "42710" && code !== "23505") throw error;
    }
  }
  if (rows[0]?.held) return;
  // So that one login may do for all while an installation is tried out: it then takes the role of its process. Whoever may not give it has a login for each.
  for (let tries = 1; ; tries++) {
    try {
      await client.query(`grant ${role} to current_user with inherit false, set true`);
      return;
    } catch (error) {
      if (codeOf(error) === INSUFFICIENT_PRIVILEGE) return;
      // "tuple concurrently updated": somebody else gives it to somebody just now.
      if (codeOf(error) !== "XX000" || tries === 5) throw error;
    }
  }
}

/** Not `reassign owned`, which refuses for the superuser that the server was made with. Schemas come last: whoever has none cannot name what lies in it. */
async function handOver(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(
    `with mine as (select oid from pg_roles where rolname = $1), places as (select n.oid, nspname, nspowner from pg_namespace n where nspname = any ($2)),
     bound as (select classid, objid, deptype from pg_depend where deptype in ('a', 'i', 'e'))
     select 1 as part, format('grant create on database %I to %I', current_database(), $1) as statement where not has_database_privilege($1, current_database(), 'create')
     union all select 2, format('grant create on schema %I to %I', nspname, $1) from places, mine where nspowner <> mine.oid
     union all select 3, format('alter table %s owner to %I', c.oid::regclass, $1) from pg_class c join places on places.oid = relnamespace, mine
       where relowner <> mine.oid and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
         and not exists (select from bound where classid = 'pg_class'::regclass and objid = c.oid and (deptype = 'e' or relkind = 'S'))
     union all select 4, format('alter type %s owner to %I', t.oid::regtype, $1) from pg_type t join places on places.oid = typnamespace left join pg_class c on c.oid = typrelid, mine
       where typowner <> mine.oid and (typtype in ('e', 'd', 'r') or relkind = 'c') and not exists (select from bound where classid = 'pg_type'::regclass and objid = t.oid and deptype = 'e')
     union all select 5, format('alter routine %s owner to %I', p.oid::regprocedure, $1) from pg_proc p join places on places.oid = pronamespace, mine
       where proowner <> mine.oid and not exists (select from bound where classid = 'pg_proc'::regclass and objid = p.oid and deptype in ('e', 'i'))
     union all select 6, format('alter schema %I owner to %I', nspname, $1) from places, mine where nspowner <> mine.oid
     order by part`,
    [OWNER, SCHEMAS],
  );
  if (rows.length === 0) return;
  try {
    // In one message, which is one transaction.
    await client.query(rows.map(({ statement }) => statement).join(";\n"));
  } catch (error) {
    if (codeOf(error) !== INSUFFICIENT_PRIVILEGE) throw error;
    throw new Error(`What the product has in this database is to belong to ${OWNER}, and the login that migrates may not hand it over. Migrate once as the owner of the database and of what lies in it, or as a superuser.`, { cause: error });
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string }).code;
}
