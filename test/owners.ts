import type { ClientBase, Pool } from "pg";

const SCHEMAS = "('public', 'drizzle', 'graphile_worker')";

/** Who owns the schemas of the product in this database and what lies in them, each owner once. */
export async function ownersOf(client: ClientBase | Pool): Promise<string[]> {
  const { rows } = await client.query<{ owner: string }>(`
    select distinct pg_get_userbyid(owner) as owner from (
      select nspowner from pg_namespace where nspname in ${SCHEMAS}
      union all select relowner from pg_class c join pg_namespace n on n.oid = relnamespace where nspname in ${SCHEMAS}
      union all select proowner from pg_proc join pg_namespace n on n.oid = pronamespace where nspname in ${SCHEMAS}
      union all select typowner from pg_type join pg_namespace n on n.oid = typnamespace where nspname in ${SCHEMAS}) owned (owner) order by 1`);
  return rows.map(({ owner }) => owner);
}
