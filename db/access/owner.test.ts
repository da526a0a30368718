import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, inject, it, onTestFinished } from "vitest";
import { migrateDatabase } from "@/db/migrate";
import { useDatabase } from "@/test/database";
import { ownersOf } from "@/test/owners";
import { databaseUrl } from "@/test/postgres";
import { becomeOwner } from "./roles";

const database = useDatabase();

async function connect(url: string, options?: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, options });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

/** A login of its own and databases that it owns, which go when the test is over. */
async function anOperator(may: string, databases: number): Promise<{ admin: pg.Client; login: string; urls: string[] }> {
  const admin = new pg.Client({ connectionString: inject("adminUrl") });
  await admin.connect();
  const login = `amends_test_owner_${randomUUID().slice(0, 8)}`;
  const names = Array.from({ length: databases }, (_, n) => `${login}_${n}`);
  onTestFinished(async () => {
    for (const name of names) await admin.query(`drop database if exists ${name} with (force)`);
    await admin.query(`drop role ${login}`);
    await admin.end();
  });
  await admin.query(`create role ${login} login ${may} password 'of-the-tests'`);
  for (const name of names) await admin.query(`create database ${name} owner ${login}`);
  const urls = names.map((name) => {
    const url = new URL(databaseUrl(inject("adminUrl"), name));
    url.username = login;
    url.password = "of-the-tests";
    return url.href;
  });
  return { admin, login, urls };
}

/** As it was before there was a role for it: all of the product belongs to somebody else. */
async function giveAllTo(client: pg.Client, owner: string): Promise<void> {
  await client.query(`do $$ declare one text; begin
    for one in select format('alter schema %I owner to ${owner}', nspname) from pg_namespace where nspname in ('public', 'drizzle', 'graphile_worker')
      union all select format('alter table %s owner to ${owner}', oid::regclass) from pg_class where relkind in ('r', 'p', 'v') and relnamespace::regnamespace::text in ('public', 'drizzle', 'graphile_worker')
      union all select format('alter type %s owner to ${owner}', reltype::regtype) from pg_class where relkind = 'c' and relnamespace = 'graphile_worker'::regnamespace
      union all select format('alter routine %s owner to ${owner}', oid::regprocedure) from pg_proc where pronamespace::regnamespace::text in ('public', 'graphile_worker')
    loop execute one; end loop; end $$`);
}

it("a login that is no superuser, and may make roles, sets up two databases at once and is under the policies itself", async () => {
  const { admin, login, urls } = await anOperator("createrole", 2);
  // As an operator gives them to it where they are there already.
  await admin.query(`grant amends_migration, amends_web, amends_worker, amends_audit, amends_read to ${login} with admin true, inherit false, set true`);
  await Promise.all(urls.map(migrateDatabase));
  await migrateDatabase(urls[0] ?? "");
  const client = await connect(urls[0] ?? "");
  expect(await ownersOf(client)).toEqual(["amends_migration"]);
  // Its own powers end with migrating: it takes the role as everybody does.
  await expect(client.query("select from claim_desks")).rejects.toThrow("permission denied");
  await client.query("set role amends_migration");
  const { rows: [incident] } = await client.query<{ id: string }>("insert into incidents (slug) values ('one') returning id");
  const ask = async () => (await client.query("select from claim_desks")).rowCount;
  await expect(client.query("insert into claim_desks (incident_id, assigns_new, updated_by) values ($1, true, $1)", [incident?.id])).rejects.toThrow("row-level security");
  await client.query("select set_config('amends.incident', '*', false)");
  await client.query("insert into claim_desks (incident_id, assigns_new, updated_by) values ($1, true, $1)", [incident?.id]);
  expect(await ask()).toBe(1);
  // As `pg_dump --role=amends_migration --enable-row-security` reads; without that it asks for what no policy may touch, and stops.
  expect((await client.query("set row_security = on; copy claim_desks to stdout") as unknown as { rowCount: number }[]).at(-1)?.rowCount).toBe(1);
  await expect(client.query("set row_security = off; copy claim_desks to stdout")).rejects.toThrow("row-level security");
  await client.query("set row_security = on");
  await client.query("select set_config('amends.incident', '', false)");
  expect(await ask()).toBe(0);
  await client.query("set role amends_web");
  await client.query("select enqueue_job('exposure/dataset-changed', '{}', null, null, 1, null, 0)");
  await expect(client.query("select * from data_keys")).rejects.toThrow("permission denied");
}, 60_000);

it("takes over an installation that belonged to an ordinary login, and then migrates by a login that may nothing but take the role", async () => {
  const { admin, login, urls: [url = ""] } = await anOperator("", 1);
  await admin.query(`grant amends_migration to ${login} with inherit false, set true`);
  await migrateDatabase(url);
  await giveAllTo(await connect(databaseUrl(inject("adminUrl"), new URL(url).pathname.slice(1))), login);
  const client = await connect(url);
  expect(await ownersOf(client)).toEqual([login]);
  await migrateDatabase(url);
  expect(await ownersOf(client)).toEqual(["amends_migration"]);

  const { login: other } = await anOperator("", 0);
  const as = new URL(url);
  as.username = other;
  await expect(migrateDatabase(as.href)).rejects.toThrow(`grant amends_migration to LOGIN`);
  await admin.query(`grant amends_migration to ${other}`);
  await migrateDatabase(as.href);
  await giveAllTo(await connect(databaseUrl(inject("adminUrl"), new URL(url).pathname.slice(1))), login);
  await expect(migrateDatabase(as.href)).rejects.toThrow("Migrate once as the owner of the database");
}, 60_000);

it("takes over an installation that belonged to a superuser, with partitions that were made since, and asks and changes nothing where nothing is to do", async () => {
  const client = await connect(database.url);
  await client.query("select own_wave_partitions(gen_random_uuid())");
  await giveAllTo(client, "current_user");
  const partitions = async () => (await client.query<{ owner: string; parts: number }>("select pg_get_userbyid(relowner) as owner, count(*)::int as parts from pg_class where relispartition and relkind = 'r' and relname ~ '^deliveries_w' group by 1")).rows;
  expect(await ownersOf(client)).toEqual(["postgres"]);
  expect(await partitions()).toEqual([{ owner: "postgres", parts: 1 }]);
  await migrateDatabase(database.url);
  expect(await ownersOf(client)).toEqual(["amends_migration"]);
  expect(await partitions()).toEqual([{ owner: "amends_migration", parts: 1 }]);
  // What was granted before is as it was, but of the new owner.
  const { rows: [granted] } = await client.query<Record<string, boolean>>("select has_table_privilege('amends_web', 'claims', 'update') as claims, has_function_privilege('amends_web', 'find_data_key(integer)', 'execute') as keys, has_table_privilege('amends_web', 'data_keys', 'select') as all_keys");
  expect(granted).toEqual({ claims: true, keys: true, all_keys: false });

  await client.query("begin");
  await becomeOwner(client);
  const { rows: [done] } = await client.query<Record<string, unknown>>("select pg_current_xact_id_if_assigned() is null as nothing, current_user as by");
  await client.query("rollback");
  expect(done).toEqual({ nothing: true, by: "amends_migration" });
}, 60_000);
