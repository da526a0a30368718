import pg from "pg";
import { expect, it } from "vitest";
import { useDatabase } from "@/test/database";
import { ownersOf } from "@/test/owners";
import { applyAccess } from "./apply-access";
import { tables, type TableRule } from "./tables";

const database = useDatabase();

interface Actual {
  name: string;
  restricted: boolean;
  has_incident: boolean;
}

async function readTables(): Promise<Actual[]> {
  const { rows } = await database.db.$client.query<Actual>(`
    select relname as name, relrowsecurity and relforcerowsecurity as restricted,
           exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'incident_id' and not a.attisdropped) as has_incident
    from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`);
  return rows;
}

it("rows of an incident are kept apart, or it is said why not", async () => {
  for (const { name, restricted, has_incident } of await readTables()) {
    const rule = tables[name];
    expect(restricted, `row-level security of "${name}"`).toBe(rule?.rows.by !== "nobody");
    if (has_incident && rule?.rows.by === "nobody") expect(["it is what the public is told, or how that came about, and holds nobody's data", "the budget of a mailbox counts over every incident; an address is a keyed index here"], name).toContain(rule.rows.because);
  }
});

it("each role has what the rules say, and nothing else", async () => {
  const letters: Record<string, string> = { SELECT: "r", INSERT: "a", UPDATE: "w", DELETE: "d" };
  const { rows } = await database.db.$client.query<{ role: string; name: string; privileges: string[] }>(`
    select grantee as role, table_name as name, array_agg(distinct privilege_type::text) as privileges
    from (select grantee, table_name, privilege_type from information_schema.role_table_grants where table_schema = 'public'
          union all select grantee, table_name, privilege_type from information_schema.role_column_grants where table_schema = 'public') granted
    where grantee ~ '^amends_(web|worker|audit|read)$' or grantee = 'PUBLIC' group by 1, 2`);
  const actual = rows.map(({ role, name, privileges }) => `${role} ${name} ${privileges.map((one) => letters[one] ?? one).sort().join("")}`);
  const expected = Object.entries(tables).flatMap(([name, rule]: [string, TableRule]) =>
    Object.entries({ amends_web: rule.web, amends_worker: rule.worker, amends_audit: rule.audit ? "r" : "", amends_read: rule.figures ? "r" : "" })
      .filter(([, powers]) => powers !== "")
      .map(([role, powers]) => `${role} ${name} ${Array.from(powers).sort().join("")}`),
  );
  expect(actual.sort()).toEqual(expected.sort());
});

it("all of it belongs to the migration role, which is under the policies itself", async () => {
  expect(await ownersOf(database.db.$client)).toEqual(["amends_migration"]);
  const { rows } = await database.db.$client.query("select rolsuper, rolbypassrls, rolreplication, rolcreaterole, rolcreatedb, rolcanlogin from pg_roles where rolname = 'amends_migration'");
  expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolreplication: false, rolcreaterole: false, rolcreatedb: false, rolcanlogin: false }]);
});

it("no partition lets its owner past the policies of the table above it", async () => {
  await database.db.$client.query("select own_wave_partitions(gen_random_uuid())");
  const { rows } = await database.db.$client.query<{ name: string }>("select relname as name from pg_class c where relispartition and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity and exists (select from pg_policy where polrelid = c.oid))");
  expect(rows).toEqual([]);
});

it("what runs with the owner's powers finds nothing that its caller put in the way", async () => {
  const { rows } = await database.db.$client.query<{ name: string; settings: string[] | null }>("select proname as name, proconfig as settings from pg_proc where pronamespace = 'public'::regnamespace and prosecdef");
  expect(rows.length).toBeGreaterThan(5);
  for (const { name, settings } of rows) expect(settings?.[0], name).toMatch(/^search_path=pg_catalog(, public)?, pg_temp$/);
});

it("gives a database its grants again that was put back without them", async () => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("revoke all on all tables in schema public from amends_web");
  await client.query("grant all on audit_events to amends_web");
  await applyAccess(client);
  const { rows } = await client.query("select has_table_privilege('amends_web', 'claims', 'update') as claims, has_table_privilege('amends_web', 'audit_events', 'delete') as audit");
  await client.end();
  expect(rows).toEqual([{ claims: true, audit: false }]);
});

it("brings what keeps rows apart to a database where it was otherwise, and leaves alone what stands", async () => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const policies = async () => (await client.query<{ name: string; id: number }>("select polrelid::regclass || ' ' || polname || ' ' || coalesce(pg_get_expr(polqual, polrelid), '') || coalesce(pg_get_expr(polwithcheck, polrelid), '') as name, oid as id from pg_policy where polrelid::regclass::text !~ '^graphile' order by 1")).rows;
  const before = await policies();
  await applyAccess(client);
  expect(await policies()).toEqual(before);
  await client.query("drop policy amends_incident on claims; create policy amends_incident on claims using (true); create policy own on payments using (true); alter table data_keys enable row level security, force row level security; comment on policy amends_incident on payments is 'other'");
  await applyAccess(client);
  const after = await policies();
  const { rows } = await client.query("select relrowsecurity or relforcerowsecurity as restricted from pg_class where oid = 'data_keys'::regclass");
  await client.end();
  expect(after.map(({ name }) => name)).toEqual(before.map(({ name }) => name));
  expect(rows).toEqual([{ restricted: false }]);
});
