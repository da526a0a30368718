import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { openJson } from "@/domain/keys/sealed";
import type { KeyProvider } from "@/lib/keys";
import type { Piece } from "@/test/markers";

/** One more look than a person would have at what the database is asked at this moment. */
const EVERY_MS = 150;

async function connected<T>(url: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: "amends-markers" });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}

interface Cell {
  table: string;
  column: string;
  text: string;
  row: Record<string, unknown>;
}

/** Every value of every table as a dump would have it, those of the job queue among them. */
function cellsOf(url: string): Promise<Cell[]> {
  return connected(url, async (client) => {
    const { rows: tables } = await client.query<{ table: string; quoted: string }>(`select relname as table, format('%I.%I', nspname, relname) as quoted from pg_class c join pg_namespace n on n.oid = relnamespace where relkind in ('r', 'p') and not relispartition and nspname not in ('pg_catalog', 'information_schema') order by 2`);
    const cells: Cell[] = [];
    for (const { table, quoted } of tables) {
      const { rows } = await client.query<{ row: Record<string, unknown> }>(`select row_to_json(t) as row from ${quoted} t`);
      for (const { row } of rows) for (const [column, value] of Object.entries(row)) if (value !== null) cells.push({ table, column, text: typeof value === "string" ? value : JSON.stringify(value), row });
    }
    return cells;
  });
}

function byColumn(cells: readonly Cell[]): Piece[] {
  const said = new Map<string, string[]>();
  for (const { table, column, text } of cells) {
    const place = `${table}.${column}`;
    const known = said.get(place);
    if (known) known.push(text);
    else said.set(place, [text]);
  }
  return [...said].map(([place, texts]) => ({ place, text: texts.join("\n") }));
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What the database holds: every column as it stands there, and once more what is sealed in it, opened with the installation's keys. */
export async function columnsOf(url: string, keys: KeyProvider): Promise<{ plain: Piece[]; opened: Piece[] }> {
  const cells = await cellsOf(url);
  const opened: Cell[] = [];
  const scopes = ["installation", ...new Set(cells.filter(({ table, column }) => table === "incidents" && column === "id").map(({ text }) => text))];
  for (const cell of cells.filter(({ column, text }) => text.startsWith("\\x") && column.startsWith("sealed"))) {
    const bytes = Buffer.from(cell.text.slice(2), "hex");
    const ids = Object.values(cell.row).filter((value): value is string => typeof value === "string" && UUID.test(value));
    for (const scope of scopes) {
      for (const recordId of ids) {
        const value: unknown = await openJson(keys, { table: cell.table, column: cell.column, scope, recordId }, bytes).catch(() => undefined);
        if (value !== undefined) opened.push({ ...cell, text: JSON.stringify(value) });
      }
    }
  }
  return { plain: byColumn(cells), opened: byColumn(opened) };
}

/** Every file below a directory, its name and what is in it. */
export function filesBelow(dir: string): Piece[] {
  return readdirSync(dir, { recursive: true, encoding: "utf8" }).flatMap((name) => {
    const file = path.join(dir, name);
    return [{ place: "the name of a file", text: name }, ...(statSync(file).isFile() ? [{ place: "a file of the data directory", text: readFileSync(file) }] : [])];
  });
}

/** What the database server writes into its own log from now on, and what it is asked, word for word as anybody sees it who may look at its activity. */
export async function watchServer(adminUrl: string): Promise<{ stop: () => Promise<Piece[]> }> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: "amends-markers" });
  await client.connect();
  const { rows } = await client.query<{ size: string }>("select size from pg_stat_file('server.log')");
  const asked = new Set<string>();
  const look = async () => {
    const { rows: now } = await client.query<{ query: string }>("select query from pg_stat_activity where application_name like 'amends-%' and application_name not in ('amends-e2e', 'amends-markers')");
    for (const { query } of now) asked.add(query);
  };
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look, look);
  }, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await looking.catch(() => undefined);
      const log = await client.query<{ text: string }>("select encode(pg_read_binary_file('server.log', $1, 100000000), 'escape') as text", [rows[0]?.size ?? 0]);
      await client.end();
      return [
        { place: "the database server's log", text: log.rows[0]?.text ?? "" },
        { place: "what the database is asked", text: [...asked].join("\n") },
      ];
    },
  };
}

/** Put a line into every place of the database server that is looked at: what does not find it there finds nothing. */
export function plantInDatabase(url: string, line: string): Promise<void> {
  return connected(url, async (client) => {
    await client.query("create table planted (plain text, bytes bytea, document jsonb)");
    await client.query("insert into planted values ($1, convert_to($1, 'UTF8'), jsonb_build_object('line', $1::text))", [line]);
    await client.query("set application_name = 'amends-planted'");
    await client.query(`do $$ begin raise warning '${line}'; perform pg_sleep(${(3 * EVERY_MS) / 1_000}); end $$`);
  });
}

/** For as long as an act takes, no such table is there: whatever touches it fails in the middle, with all that it was given. */
export function without(url: string, table: string, act: () => Promise<void>): Promise<void> {
  return connected(url, async (client) => {
    const name = client.escapeIdentifier(table);
    const away = client.escapeIdentifier(`${table}_away`);
    await client.query(`alter table ${name} rename to ${away}`);
    try {
      await act();
    } finally {
      await client.query(`alter table ${away} rename to ${name}`);
    }
  });
}

/** For as long as an act takes, the database lets nobody in. */
export async function withoutDatabase(adminUrl: string, url: string, act: () => Promise<void>): Promise<void> {
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  await connected(adminUrl, async (client) => {
    const quoted = client.escapeIdentifier(name);
    await client.query(`alter database ${quoted} with allow_connections false`);
    await client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
    try {
      await act();
    } finally {
      await client.query(`alter database ${quoted} with allow_connections true`);
    }
  });
}
