import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";

export type Database = NodePgDatabase & { $client: pg.Pool };
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

export interface PoolOptions {
  max?: number;
  applicationName?: string;
  /** Plan each named statement once and for all values: for connections that run a few large statements by primary key, thousands of times. */
  planOnce?: boolean;
  /** Called for a connection that broke while idle. Without a listener a restart of the database would end the process. */
  onError?: (error: Error) => void;
}

/** bigint columns come back as decimal strings from node-postgres; counts and bitmaps are read with `mode: "bigint"` or cast in SQL. */
export function openDatabase(url: string, options: PoolOptions = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? "amends",
    options: options.planOnce ? "-c plan_cache_mode=force_generic_plan" : undefined,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
    connectionTimeoutMillis: 10_000,
  });
  const onError = options.onError ?? (() => undefined);
  pool.on("error", onError);
  pool.on("connect", (client) => client.on("error", onError));
  return drizzle(pool);
}
