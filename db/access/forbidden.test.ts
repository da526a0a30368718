import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrateDatabase } from "@/db/migrate";
import { seedDemo } from "@/db/seed/demo";
import { DEMO_SLUG } from "@/db/seed/demo-incident";
import { aSealedLog } from "@/test/audit-log";
import { useDatabase } from "@/test/database";
import { anIncident } from "@/test/incidents";
import { makeLogin } from "./make-login";
import { tables, type Rows } from "./tables";

const database = useDatabase();
const PASSWORD = "of-the-tests";
const held: { web?: pg.Client; worker?: pg.Client; read?: pg.Client; audit?: pg.Client; migration?: pg.Client; mine?: string; other?: string; before?: string } = {};
const ROLES = ["web", "worker", "read", "audit", "migration"] as const;
type Role = (typeof ROLES)[number];

beforeAll(async () => {
  // What is granted on the database itself is not in a copy.
  await migrateDatabase(database.url);
  await seedDemo(database.parts, { password: "correct horse battery staple", people: 300, mailIsCaught: false });
  const { rows } = await database.db.$client.query<{ id: string }>("select id from incidents where slug = $1", [DEMO_SLUG]);
  held.other = rows[0]?.id;
  held.mine = (await anIncident(database.db)).id;
  await aSealedLog(database.parts, { events: 300, checkpoints: 1 });
  for (const role of ROLES) {
    held[role] = new pg.Client({ connectionString: await makeLogin(database.url, `amends_${role}`, PASSWORD) });
    await held[role].connect();
  }
  held.before = await everything();
}, 120_000);

afterAll(async () => {
  for (const role of ROLES) await held[role]?.end();
});

/** All that lies in the database, in one hash. */
async function everything(): Promise<string> {
  const { rows } = await database.db.$client.query<{ name: string }>("select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1");
  const hashes = rows.map(({ name }) => `(select coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') from ${name} t)`);
  const [row] = (await database.db.$client.query<{ hash: string }>(`select ${hashes.join(" || ")} as hash`)).rows;
  return row?.hash ?? "";
}

const INSUFFICIENT_PRIVILEGE = "42501";

/** What came of one statement: `refused` for want of a privilege, `error` and the code for any other reason, `nothing`, or how many rows it got at. */
async function attempt(role: Role, statement: string, sees: string): Promise<string | number> {
  const client = held[role];
  if (!client) throw new Error("not connected");
  // Where nothing may be asked within a transaction, that would be refused instead.
  const alone = /^(alter system|create subscription|(create|drop) (database|tablespace)) /.test(statement);
  if (!alone) await client.query("begin");
  try {
    if (!alone) await client.query("select set_config('amends.incident', $1, true)", [sees]);
    const results = [await client.query(statement)].flat();
    const got = Math.max(...results.map(({ command, rowCount, rows }) => (["SELECT", "FETCH", "UPDATE", "DELETE", "INSERT", "MERGE", "COPY"].includes(command) ? Math.max(rowCount ?? 0, rows.length) : ["PREPARE", "DECLARE", "DECLARE CURSOR"].includes(command) ? 0 : 1)));
    return got === 0 ? "nothing" : got;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return error.code === INSUFFICIENT_PRIVILEGE ? "refused" : `error ${error.code}`;
  } finally {
    if (!alone) await client.query("rollback");
  }
}

/** What a statement may come to besides: a setting that names no incident is an error of its own, what is only ever called within an import or an erasure says that there is none, and some tables refuse even their owner. */
function besides(statement: string, sees: string): string | number | undefined {
  if (sees === "nonsense") return "error 22P02";
  return /^(select (\w+_staging|drop_incident_partitions)\(|(update|delete from) (payments|ledger_lines|ledger_transactions)\b)/.test(statement) ? "error 23514" : undefined;
}

const keptApart = Object.entries(tables).filter(([, { rows }]: [string, { rows: Rows }]) => rows.by !== "nobody");
const first = async (table: string) => (await database.db.$client.query<{ name: string }>("select attname as name from pg_attribute where attrelid = to_regclass($1) and attnum = 1", [table])).rows[0]?.name ?? "";

/** Against what keeps a role where it is, whatever role it is. */
const upwards = [
  "set role postgres", "set session authorization postgres", "set session_replication_role = replica", "reset session authorization; set role postgres", "create role stranger", "create role stranger superuser", "alter role current_user superuser", "alter role current_user bypassrls", "alter role current_user createrole", "drop role amends_audit", "grant pg_read_all_data to current_user", "grant pg_write_all_data to current_user",
  "grant pg_execute_server_program to current_user", "grant amends_audit to amends_read", "alter system set row_security = off", "alter database postgres set row_security = off", "create extension dblink", "create language plpython3u", "create event trigger own on ddl_command_start execute function refuse_audit_change()", "create publication own for all tables", "create subscription own connection '' publication p", "create foreign data wrapper own", "truncate audit_events", "truncate audit_leaves, audit_nodes",
  "select pg_read_file('postgresql.conf')", "select pg_read_binary_file('PG_VERSION')", "select pg_ls_dir('.')", "select pg_stat_file('PG_VERSION')", "select lo_import('/etc/passwd')", "copy incidents to '/tmp/own'", "copy incidents to program 'cat'", "copy incidents from program 'echo'", "copy incidents from '/etc/passwd'", "select * from pg_authid", "select * from pg_shadow", "select pg_reload_conf()",
  "select pg_switch_wal()", "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postgres'", "select pg_create_restore_point('own')", "load 'own'", "do $$ begin execute 'set role postgres'; end $$", "alter table claims disable trigger all",
];
/** What the owner of a schema may do with it, and nobody else. */
const onSchema = [
  "create table public.own (a integer)", "create table public.own as select 1 as a", "create view public.own as select * from claims", "create function public.own() returns integer language sql return 1", "alter table claims disable row level security", "alter table claims no force row level security", "alter table claims owner to current_user", "alter table claims add column own text", "alter table audit_events disable trigger all", "drop trigger audit_events_append_only on audit_events", "drop policy amends_incident on claims",
  "create policy own on claims using (true)", "alter policy amends_incident on claims using (true)", "drop table audit_events", "drop table claims cascade", "drop schema public cascade", "drop function incident_seen cascade", "create schema own", "create or replace function sees_every_incident() returns boolean language sql return true", "create or replace function incident_seen() returns uuid language sql return null", "create or replace function refuse_audit_change() returns trigger language plpgsql as 'begin return new; end'", "create index own on claims (state)", "create rule own as on insert to audit_events do instead nothing",
  "create trigger own before insert on audit_events for each row execute function refuse_audit_change()", "truncate claims", "truncate subjects cascade", "truncate data_keys", "cluster claims using claims_pkey", "comment on table claims is 'own'", "do $$ begin execute 'alter table claims disable row level security'; end $$",
];
const ofKeys = ["select pg_logical_emit_message(false, 'own', '') from data_keys", "select * from data_keys", "select wrapped from data_keys where id = 1", "select count(*) from data_keys", "update data_keys set retired_at = now()", "delete from data_keys", "insert into data_keys (purpose, scope, kek_id, wrapped) values ('seal', 'own', 'own', '')", "copy data_keys to stdout", "table data_keys", "explain analyze select * from data_keys", "select query_to_xml('select * from data_keys', true, false, '')", "select * from pg_stats where tablename = 'data_keys'", "merge into data_keys d using data_keys e on d.id = e.id when matched then delete", "lock table data_keys in share mode", "select * from data_keys for share", "prepare own as select * from data_keys; execute own", "declare own cursor for select * from data_keys; fetch all from own", "select sealed_private from audit_keys where false or exists (select from data_keys)", "select add_next_data_key('seal', 'own', 'own', '', null)", "update index_rotations set flipped_at = now()", "delete from index_rotations"];
const throughKeyFunctions = ["select * from find_data_key(1)", "select * from find_data_keys('seal', 'installation')", "select add_data_key('seal', 'own', 'own', '', null)"];
const ofAudit = ["audit_events", "audit_leaves", "audit_nodes", "audit_checkpoints"].flatMap((table) => [`delete from ${table}`, `truncate ${table}`, `delete from ${table} returning *`, `with gone as (delete from ${table} returning 1) select count(*) from gone`, `merge into ${table} a using (select 1) one on true when matched then delete`]).concat([
  "update audit_events set reason = 'own'", "update audit_events set at = now() - interval '1 day' where false", "update audit_leaves set leaf_hash = sha256('')", "update audit_nodes set hash = sha256('')", "update audit_checkpoints set note = ''", "insert into audit_events select * from audit_events on conflict (id) do update set reason = 'own'", "delete from audit_sequencer",
]);
/** By these an event gets its number, or is passed over: whoever chose them would write events that nothing misses. */
const ofEvents = [["xid", "'3'"], ["xid", "'9000000000000'"], ["id", "uuidv7(interval '1 year')"], ["id", "uuidv7(interval '-1 year')"], ["at", "now() + interval '1 year'"], ["at", "now() - interval '1 year'"], ...["xid", "id", "at"].map((column) => [column, "default"])].flatMap(([column, value]) => [
  `insert into audit_events (${column}, actor_kind, action, object_kind, request_id) values (${value}, 'system', 'thing.look', 'thing', 'own')`,
  ...(value === "default" ? [] : [`merge into audit_events using (select 1) one on false when not matched then insert (${column}, actor_kind, action, object_kind, request_id) values (${value}, 'system', 'thing.look', 'thing', 'own')`, `with own as (insert into audit_events (actor_kind, action, object_kind, request_id, ${column}) select 'system', 'thing.look', 'thing', 'own', ${value} returning id) select * from own`]),
]).concat("insert into audit_events select * from audit_events");
/** Its owner may hold it still, and nobody else. */
const holdingAudit = ["audit_events", "audit_leaves", "audit_nodes", "audit_checkpoints"].flatMap((table) => [`select * from ${table} for update`, `lock table ${table} in exclusive mode`]);
/** What web shows of the log, the worker writes. */
const ofLog = ["insert into audit_leaves (seq, event_id, leaf_hash) values (0, gen_random_uuid(), sha256(''))", "insert into audit_nodes (level, index, hash) values (8, 0, sha256(''))", "insert into audit_checkpoints (size, root, key_id, note) values (1, sha256(''), 1, '')", "update audit_sequencer set size = size + 1", "update audit_places set failing = false", "delete from audit_places", "select sealed_private from audit_keys", "select * from audit_keys", "insert into audit_keys (origin, public_key, sealed_private) values ('own', sha256(''), '')", "update audit_keys set retired_at = now()"];
const ofQueue = ["select * from graphile_worker.jobs", "select * from graphile_worker._private_jobs", "delete from graphile_worker._private_jobs", "update graphile_worker._private_jobs set payload = '{}'", "insert into graphile_worker._private_tasks (identifier) values ('own')", "select graphile_worker.add_job('own')", "select graphile_worker.force_unlock_workers(array['own'])", "select * from worker_processes", "delete from worker_processes", "select create_staging(1)", "select adopt_staging(1)", "select own_wave_partitions(gen_random_uuid())", "select analyze_wave(gen_random_uuid())", "select analyze_people()"];

/** Against what the owner of the schema is not meant to reach: the server, other databases, other roles, and what may hold it back. */
const aboveOwner = [
  "create role stranger login", "create role stranger in role amends_migration", "create database stranger", "create tablespace stranger location '/tmp'", "alter role amends_migration superuser", "alter role amends_migration bypassrls", "alter role amends_migration replication", "alter role amends_migration createrole", "alter role amends_migration createdb",
  "alter role amends_web superuser", "alter role amends_worker bypassrls", "alter role amends_read login", "alter role postgres rename to stranger", "alter role postgres password 'own'", "alter role all set row_security = off", "drop role amends_web", "drop role postgres", "reassign owned by postgres to amends_migration", "drop owned by postgres",
  "grant postgres to amends_migration", "grant pg_read_server_files to amends_migration", "grant pg_write_server_files to amends_migration", "grant pg_signal_backend to amends_migration", "grant pg_monitor to amends_migration", "grant pg_maintain to amends_web", "grant amends_web to amends_read", "set role amends_web", "set role pg_read_all_data", "set session authorization amends_web",
  "alter database postgres owner to amends_migration", "alter database template1 set search_path = own", "alter database postgres rename to stranger", "alter database postgres allow_connections false", "drop database postgres", "drop database template1", "comment on database postgres is 'own'",
  "alter table claims owner to postgres", "alter function find_data_key(integer) owner to postgres", "alter schema public owner to postgres", "alter function find_data_key(integer) leakproof", "alter table pg_authid add column own text", "update pg_authid set rolsuper = true", "update pg_class set relforcerowsecurity = false", "delete from pg_policy", "delete from pg_trigger", "insert into pg_auth_members select * from pg_auth_members", "create index own on pg_class (relname)", "create table pg_catalog.own (a integer)", "create function pg_catalog.own() returns integer language sql return 1",
  "create function public.own() returns integer language c as '/lib/own', 'own'", "create function public.own() returns integer language internal as 'pg_backend_pid'", "create language plperlu", "create extension file_fdw", "create extension postgres_fdw", "create extension pageinspect", "create extension pg_stat_statements", "create cast (text as integer) without function", "create operator class own for type integer using btree as storage integer", "create access method own type index handler bthandler", "create foreign data wrapper own no handler", "create text search template own (lexize = dsimple_lexize)",
  "set log_min_messages = debug5", "set local log_statement = 'all'", "set session_preload_libraries = 'own'", "set zero_damaged_pages = on", "set log_error_verbosity = verbose", "alter system set log_statement = 'all'", "alter system reset all", "alter role amends_web set session_replication_role = replica", "grant set on parameter session_replication_role to amends_migration", "grant alter system on parameter log_statement to amends_migration",
  "select pg_read_file('pg_hba.conf')", "select pg_read_file('postgresql.auto.conf')", "select * from pg_ls_waldir()", "select * from pg_ls_logdir()", "select pg_current_logfile()", "select * from pg_hba_file_rules", "select * from pg_file_settings", "select pg_rotate_logfile()", "select pg_promote()", "select pg_backup_start('own')", "select pg_create_physical_replication_slot('own')", "select pg_create_logical_replication_slot('own', 'pgoutput')", "select pg_drop_replication_slot('own')", "select pg_log_backend_memory_contexts(pg_backend_pid())", "select pg_cancel_backend(pid) from pg_stat_activity where usename = 'postgres'", "select pg_stat_reset()", "select lo_export(1, '/tmp/own')", "select lo_get(loid) from pg_largeobject", "select * from pg_user_mapping", "select * from pg_statistic", "select subconninfo from pg_subscription", "select * from pg_replication_origin_status",
  "copy claims to '/tmp/own'", "copy claims to program 'cat'", "copy audit_events from program 'echo'", "copy subjects from '/etc/passwd'", "copy pg_authid to stdout", "table pg_authid", "select rolpassword from pg_authid where rolname = 'postgres'", "select passwd from pg_shadow", "select * from query_to_xml('select * from pg_authid', true, false, '')",
];

const statementsOf: Record<Role, string[]> = {
  web: [...upwards, ...onSchema, ...ofKeys, ...ofAudit, ...ofEvents, ...holdingAudit, ...ofLog, ...ofQueue, "select drop_staging(2147483647)"],
  worker: [...upwards, ...onSchema, "delete from data_keys", "merge into data_keys d using data_keys e on d.id = e.id when matched then delete", ...ofAudit, ...ofEvents, ...holdingAudit, "select drop_staging(2147483647)", "select create_staging(2147483647)", "select adopt_staging(2147483647)"],
  read: [...upwards, ...onSchema, ...ofKeys, ...throughKeyFunctions, ...ofAudit, ...holdingAudit, ...ofLog, ...ofQueue],
  audit: [...upwards, ...onSchema, ...ofKeys, ...throughKeyFunctions, ...ofAudit, ...holdingAudit, ...ofLog, ...ofQueue],
  migration: [...upwards, ...aboveOwner, ...ofAudit, "delete from ledger_lines", "update ledger_lines set minor = 0", "delete from ledger_transactions", "delete from claim_events", "delete from payments", "select drop_incident_partitions(gen_random_uuid())", "select drop_staging(2147483647)", "select create_staging(2147483647)", "select adopt_staging(2147483647)"],
};

/** Every way to a row that is not there for whoever does not see its incident. */
function waysTo(table: string, column: string): string[] {
  return [
    `select * from ${table}`, `select count(*) from ${table} having count(*) > 0`, `table ${table}`, `copy (select * from ${table}) to stdout`, `with own as materialized (select * from ${table}) select * from own`, `select * from ${table} tablesample system (100)`,
    `select t::text from ${table} t where t::text is not null`, `prepare own_${table} as select * from ${table}; execute own_${table}`, `declare own_${table} cursor for select * from ${table}; fetch all from own_${table}`, `select * from query_to_xml('select * from ${table}', true, false, '') x where x::text like '%<row>%'`,
    `update ${table} set ${column} = ${column}`, `update ${table} set ${column} = ${column} returning *`, `delete from ${table}`, `delete from ${table} where ctid is not null returning *`,
    `set local row_security = off; select * from ${table}`, `set local row_security = off; copy ${table} to stdout`, `set local row_security = off; delete from ${table}`,
    `select * from pg_stats where tablename = '${table}'`, `select histogram_bounds::text from pg_stats where tablename like '${table}%' and histogram_bounds is not null`,
  ];
}
const central = ["subjects", "contact_points", "subject_links", "claims", "claim_events", "claim_notes", "evidence_files", "correspondence_mails", "payments", "notice_template_versions", "subject_sessions", "waves", "ledger_lines"];

describe.each(ROLES)("as %s", (role) => {
  it("two hundred statements and more reach nothing", async () => {
    const tried: string[] = [];
    const through: string[] = [];
    const forbid = async (statement: string, sees: string) => {
      tried.push(`${sees} ${statement}`);
      const got = await attempt(role, statement, sees);
      if (![besides(statement, sees), "refused", "nothing"].includes(got)) through.push(`${statement}, seeing ${sees || "nothing"}: ${got}`);
    };
    const every = "*";
    for (const statement of statementsOf[role]) await forbid(statement, every);
    for (const [table, rule] of role === "migration" ? [] : Object.entries(tables)) {
      const powers = role === "web" || role === "worker" ? rule[role] : "";
      if (!powers.includes("a")) await forbid(`insert into ${table} default values`, every);
      if (!powers.includes("w")) await forbid(`update ${table} set ${await first(table)} = default`, every);
      if (!powers.includes("d")) await forbid(`delete from ${table}`, every);
    }
    const sights = ["", held.mine ?? "", "nonsense", "00000000-0000-0000-0000-000000000000"];
    for (const [table, rule] of keptApart) {
      // What is granted without regard to incidents is not forbidden.
      if ((role === "read" && rule.figures) || (role === "audit" && rule.audit)) continue;
      for (const sees of sights) await forbid(`select * from ${table}`, sees);
      if (role === "read" || role === "audit") await forbid(`select * from ${table}`, every);
    }
    for (const table of central) for (const statement of waysTo(table, await first(table))) await forbid(statement, held.mine ?? "");
    // Partitions hold the rows of their parent, and are nobody's to name.
    const { rows } = await database.db.$client.query<{ name: string }>("select relname as name from pg_class where relispartition and relnamespace = 'public'::regnamespace and relkind = 'r'");
    for (const { name } of rows) for (const sees of [role === "migration" ? "" : every, held.mine ?? ""]) await forbid(`select * from ${name}`, sees);
    expect(through).toEqual([]);
    expect(new Set(tried).size).toBeGreaterThan(200);
    expect(await everything()).toBe(held.before);
  }, 120_000);
});

describe("as migration", () => {
  it("what it defines itself is under the policies as it is", async () => {
    const client = held.migration as pg.Client;
    const ways = central.flatMap((table) => [
      [`create view own as select * from ${table}`, "select * from own"],
      [`create view own with (security_barrier) as select * from ${table}; grant select on own to amends_read`, "select * from own"],
      [`create materialized view own as select * from ${table}`, "select * from own"],
      [`create table own as select * from ${table}`, "select * from own"],
      [`create temp table own as table ${table}`, "select * from own"],
      [`create function own() returns setof ${table} language sql security definer as 'select * from ${table}'`, "select * from own()"],
      [`create function own() returns setof ${table} language plpgsql security definer set row_security = on as 'begin return query select * from ${table}; end'`, "select * from own()"],
    ]);
    const through: string[] = [];
    for (const [make = "", ask = ""] of ways) for (const sees of ["", held.mine ?? ""]) {
      await client.query("begin");
      await client.query("select set_config('amends.incident', $1, true)", [sees]);
      await client.query(make);
      if ((await client.query(ask)).rows.length > 0) through.push(`${make}; ${ask}, seeing ${sees || "nothing"}`);
      await client.query("rollback");
    }
    expect(through).toEqual([]);
    expect(await everything()).toBe(held.before);
  }, 60_000);
});

describe("rows are there to be kept from them", () => {
  it("and who sees their incident sees them", async () => {
    for (const table of ["subjects", "contact_points", "claims", "claim_events", "correspondence_mails", "payments", "notice_template_versions", "subject_sessions", "ledger_lines"]) {
      expect(await attempt("web", `select * from ${table}`, held.other ?? ""), table).toBeGreaterThan(0);
      expect(await attempt("worker", `select * from ${table}`, "*"), table).toBeGreaterThan(0);
      expect(await attempt("migration", `select * from ${table}`, "*"), table).toBeGreaterThan(0);
    }
  });

  it("nor does anybody write a row into an incident that they do not see", async () => {
    const into = [`insert into enquiries (reference, incident_id, contact_index, dataset_version, data_class, locale, sealed) values ('E-TEST-0001', '${held.other}', '', 1, 'names', 'ko', '')`, `insert into canary_hits (incident_id, subject_id, kind) values ('${held.other}', -1, 'asked')`, `insert into audit_events (actor_kind, action, object_kind, incident_id, request_id) values ('visitor', 'thing.look', 'thing', '${held.other}', 'r')`, `insert into claim_presence (claim_id, staff_id, seen_at) select id, (select id from staff_members limit 1), now() from claims limit 1`];
    for (const statement of into) expect(await attempt("web", statement, held.mine ?? ""), statement).toMatch(/refused|nothing/);
    for (const statement of into.slice(1, 3)) expect(await attempt("web", statement, held.other ?? ""), statement).toBe(1);
    for (const role of ["web", "worker"] as const) expect(await attempt(role, into[2] ?? "", "*"), role).toBe(1);
    const { rows } = await database.db.$client.query<{ id: string }>("select id from claims limit 1");
    expect(await attempt("web", `insert into claim_events (claim_id, number, to_state, by_kind) values ('${rows[0]?.id}', 99, 'draft', 'system')`, held.mine ?? "")).toBe("refused");
  });
});
