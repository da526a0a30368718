import pg from "pg";
import { sha256 } from "@/lib/crypto";
import { ROLES } from "./roles";
import { tables, type Rows, type TableRule } from "./tables";

const PRIVILEGES = { r: "select", a: "insert", w: "update", d: "delete" } as const;
/** Functions that run with the owner's powers, and who may call them. Of every other of that kind nobody may. */
const FUNCTIONS: Record<string, readonly string[]> = {
  enqueue_job: ["amends_web", "amends_worker"],
  find_data_key: ["amends_web", "amends_worker"],
  find_data_keys: ["amends_web", "amends_worker"],
  add_data_key: ["amends_web", "amends_worker"],
  add_next_data_key: ["amends_worker"],
  analyze_people: ["amends_worker"],
  analyze_wave: ["amends_worker"],
  own_wave_partitions: ["amends_worker"],
  create_staging: ["amends_worker"],
  adopt_staging: ["amends_worker"],
  drop_incident_partitions: ["amends_worker"],
  drop_staging: ["amends_web", "amends_worker"],
  ask_people: ["amends_read"],
  take_people: ["amends_read"],
  ask_claims: ["amends_read"],
  take_claims: ["amends_read"],
  login_is_stopped: ["amends_read", "amends_audit"],
};

/**
 * Give the roles what `tables` says, and no more, in this database. Doing it again changes nothing, so it is done after each migration: also in a database that was put back from a backup
 * without its grants. Called as the owner, under the lock of migrating.
 */
export async function applyAccess(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string; restricted: boolean; policies: string[]; stands: string | null }>(`
    select relname as name, relrowsecurity and relforcerowsecurity as restricted, array(select polname::text from pg_policy where polrelid = c.oid) as policies,
      (select obj_description(oid, 'pg_policy') from pg_policy where polrelid = c.oid and polname = 'amends_incident') as stands
    from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`);
  // In one message: some hundred statements, at every start.
  const statements = ["begin", "revoke create on schema public from public", `grant usage on schema public to ${ROLES.join(", ")}`, "grant usage on all sequences in schema public to amends_web, amends_worker"];
  for (const { name, restricted, policies, stands } of rows) {
    const rule = tables[name];
    statements.push(`revoke all on ${pg.escapeIdentifier(name)} from public, ${ROLES.join(", ")}`);
    if (!rule) continue;
    statements.push(...grantsOf(name, rule));
    const wanted = rule.rows.by === "nobody" ? [] : policiesOf(name, rule, rule.rows);
    const hash = sha256(wanted.join(";")).toString("hex");
    // As they stand already: writing them anew would wait for everybody who reads the table.
    if (wanted.length === 0 ? !restricted && policies.length === 0 : restricted && stands === hash) continue;
    const table = pg.escapeIdentifier(name);
    statements.push(...policies.map((policy) => `drop policy ${pg.escapeIdentifier(policy)} on ${table}`), `alter table ${table} disable row level security, no force row level security`, ...wanted);
    if (wanted.length > 0) statements.push(`comment on policy amends_incident on ${table} is '${hash}'`);
  }
  await client.query(statements.join(";\n"));
  await applyFunctions(client);
  await applyQueue(client);
  await client.query("commit");
}

function grantsOf(name: string, rule: TableRule): string[] {
  const table = pg.escapeIdentifier(name);
  const listed = (columns: readonly string[] | undefined) => (columns ? ` (${columns.join(", ")})` : "");
  const [read, adds] = [listed(rule.columns), listed(rule.adds)];
  const grant = (powers: string, role: string, of: Partial<Record<string, string>> = {}) =>
    powers === "" ? [] : [`grant ${Array.from(powers, (power) => PRIVILEGES[power as keyof typeof PRIVILEGES] + (of[power] ?? "")).join(", ")} on ${table} to ${role}`];
  return [...grant(rule.web, "amends_web", { r: read, a: adds }), ...grant(rule.worker, "amends_worker", { a: adds }), ...(rule.audit ? grant("r", "amends_audit", { r: read }) : []), ...(rule.figures ? grant("r", "amends_read") : [])];
}

const EVERY = "(select sees_every_incident())";

function policiesOf(name: string, rule: TableRule, rows: Exclude<Rows, { by: "nobody" }>): string[] {
  const table = pg.escapeIdentifier(name);
  const mine = rows.by === "incident" ? "incident_id = (select incident_seen())" : `exists (select from ${rows.of} parent where parent.id = ${name}.${rows.column}${rows.open ? " and parent.incident_id = (select incident_seen())" : ""})`;
  const added = rows.by === "row" && rows.together ? "true" : `${EVERY} or ${mine}${rows.by === "incident" && rows.orNone ? " or incident_id is null" : ""}`;
  return [
    `alter table ${table} enable row level security, force row level security`,
    `create policy amends_incident on ${table} using (${EVERY} or ${mine}) with check (${added})`,
    ...(rule.audit ? [`create policy amends_audit on ${table} for select to amends_audit using (not (select login_is_stopped()))`] : []),
    ...(rule.figures ? [`create policy amends_figures on ${table} for select to amends_read using (not (select login_is_stopped()))`] : []),
  ];
}

async function applyFunctions(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string; signature: string }>("select proname as name, oid::regprocedure::text as signature from pg_proc where pronamespace = 'public'::regnamespace and prosecdef");
  for (const { name, signature } of rows) {
    await client.query(`revoke all on function ${signature} from public, ${ROLES.join(", ")}`);
    for (const role of FUNCTIONS[name] ?? []) await client.query(`grant execute on function ${signature} to ${role}`);
  }
}

/** The queue's own tables let nobody but their owner in. The worker is let in; web adds jobs through `enqueue_job` and sees none. */
async function applyQueue(client: pg.Client): Promise<void> {
  await client.query(`
    grant usage on schema graphile_worker to amends_worker;
    grant select, insert, update, delete on all tables in schema graphile_worker to amends_worker;
    grant usage on all sequences in schema graphile_worker to amends_worker`);
  const { rows } = await client.query<{ name: string }>(`
    select relname as name from pg_class c where relnamespace = 'graphile_worker'::regnamespace and relrowsecurity
      and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'amends_worker')`);
  for (const { name } of rows) await client.query(`create policy amends_worker on graphile_worker.${pg.escapeIdentifier(name)} to amends_worker using (true) with check (true)`);
}
