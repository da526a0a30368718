import { readdirSync, readFileSync } from "node:fs";
import { is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { expect, it } from "vitest";
import { useDatabase } from "@/test/database";
import { tables as rules } from "./access/tables";

const database = useDatabase();

it("the drizzle schema and the migrated database are the same", async () => {
  const tables: PgTable[] = [];
  for (const file of readdirSync("db/schema")) {
    const exported = (await import(`./schema/${file.replace(/\.ts$/, "")}.ts`)) as Record<string, unknown>;
    for (const value of Object.values(exported)) if (is(value, PgTable)) tables.push(value);
  }
  const { rows } = await database.db.$client.query<{ table: string; column: string; type: string; required: boolean; has_default: boolean }>(`
    select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
           a.atthasdef or a.attidentity <> '' as has_default
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped`);
  const actual = rows.map((row) => `${row.table}.${row.column} ${row.type}${row.required ? " not null" : ""}${row.has_default ? " default" : ""}`);
  const expected = tables.flatMap((table) => {
    const config = getTableConfig(table);
    const inKey = new Set(config.primaryKeys.flatMap((key) => key.columns.map((column) => column.name)));
    return config.columns.map((column) => {
      const hasDefault = column.hasDefault || column.generated !== undefined || column.generatedIdentity !== undefined;
      return `${config.name}.${column.name} ${column.getSQLType()}${column.notNull || inKey.has(column.name) ? " not null" : ""}${hasDefault ? " default" : ""}`;
    });
  });
  expect(expected.sort()).toEqual(actual.sort());
});

it("every table says who may do what with it", async () => {
  const { rows } = await database.db.$client.query<{ name: string }>("select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition");
  for (const { name } of rows) {
    expect(
      rules[name],
      `The table "${name}" is new, and nobody but its owner can read it. Give it a line in db/access/tables.ts: \`${name}: everyday(incident)\` where it has a column incident_id, \`everyday(of("claims", "claim_id"))\` where it hangs on a row that has one, \`everyday(installation)\` where it belongs to no incident.`,
    ).toBeDefined();
  }
  expect(Object.keys(rules).filter((name) => !rows.some((row) => row.name === name)), "lines in db/access/tables.ts of tables that are not there").toEqual([]);
});

it("the journal names every migration once, in the order of their numbers, each later than the one before: a database that stands takes no other", () => {
  const { entries } = JSON.parse(readFileSync("db/migrations/meta/_journal.json", "utf8")) as { entries: { idx: number; when: number; tag: string }[] };
  expect(entries.map(({ tag }) => `${tag}.sql`)).toEqual(readdirSync("db/migrations").filter((name) => name.endsWith(".sql")).sort());
  expect(entries.map(({ idx }) => idx)).toEqual(entries.map((_, i) => i));
  const times = entries.map(({ when }) => when);
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
});
