import pg from "pg";
import { openDatabase, type Database, type PoolOptions } from "@/db/client";

/** What a statement of a page or of a job may read of a big table, and what of it a filter may throw away. */
const MOST_READ = 10_000;
const MOST_FILTERED = 1_000;
/** The ledger of a wave is read by ranges of 500 people, some at a time, and no index names the states in it: every one would be written anew with each message. */
const BY_RANGE = /^(deliveries|wave_recipients)_/;

/** A node of a plan with what really came of it: an average over its loops where it ran several times. */
interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  "Rows Removed by Join Filter"?: number;
  Plans?: PlanNode[];
}

/** Let the server of a bench tell each connection the plan of every statement that it ran, also of those within functions and triggers, with what came of it (auto_explain). */
export async function tellPlans(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const settings = { session_preload_libraries: "auto_explain", "auto_explain.log_min_duration": "0", "auto_explain.log_analyze": "on", "auto_explain.log_timing": "off", "auto_explain.log_nested_statements": "on", "auto_explain.log_format": "json", "auto_explain.log_level": "notice", "auto_explain.log_parameter_max_length": "0" };
  await client.query("load 'auto_explain'");
  for (const [name, value] of Object.entries(settings)) await client.query(`alter database ${pg.escapeIdentifier(client.database ?? "")} set ${name} = ${pg.escapeLiteral(value)}`);
  await client.end();
}

export interface WatchedDatabase {
  db: Database;
  /** What is wrong with the plans of the statements since it was last asked, in words, each once. */
  takeFaults(): string[];
}

/** Connections of the product whose plans are looked at: no statement may read a big table from end to end, or much more of one than it needs. `big` says which tables those are. */
export function openWatched(url: string, options: PoolOptions, big: ReadonlySet<string>): WatchedDatabase {
  const db = openDatabase(url, { ...options, max: 4, applicationName: "amends-bench" });
  const faults = new Set<string>();
  db.$client.on("connect", (client) => {
    client.on("notice", ({ message = "" }) => {
      const told = /^duration: [\d.]+ ms {2}plan:\n([^]*)$/.exec(message)?.[1];
      if (told === undefined) return;
      for (const fault of faultsOf((JSON.parse(told) as { Plan: PlanNode }).Plan, big)) faults.add(fault);
    });
  });
  return {
    db,
    takeFaults() {
      const taken = [...faults];
      faults.clear();
      return taken;
    },
  };
}

/** The tables and partitions with more rows than this. */
export async function bigTables(client: pg.Pool, rows: number): Promise<ReadonlySet<string>> {
  const found = await client.query<{ name: string }>("select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples > $1", [rows]);
  return new Set(found.rows.map(({ name }) => name));
}

function faultsOf(node: PlanNode, big: ReadonlySet<string>): string[] {
  const { "Node Type": type, "Relation Name": table, "Index Name": index, "Actual Loops": loops } = node;
  const faults = (node.Plans ?? []).flatMap((below) => faultsOf(below, big));
  if (loops === 0) return faults;
  const read = Math.round(loops * node["Actual Rows"]);
  const filtered = Math.round(loops * ((node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0)));
  const joined = Math.round(loops * (node["Rows Removed by Join Filter"] ?? 0));
  if (joined > MOST_READ) faults.push(`throws away ${joined} pairs of rows`);
  if (table === undefined || !big.has(table)) return faults;
  const where = index === undefined ? table : `${table} by ${index}`;
  if (type === "Seq Scan") faults.push(`reads ${table} from end to end`);
  else if (read > MOST_READ) faults.push(`reads ${read} rows of ${where}`);
  if (filtered > (BY_RANGE.test(table) ? MOST_READ : MOST_FILTERED)) faults.push(`throws away ${filtered} rows of ${where}`);
  return faults;
}
