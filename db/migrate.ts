import path from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { makeWorkerUtils, Logger } from "graphile-worker";
import pg from "pg";
import { applyAccess } from "./access/apply-access";
import { becomeOwner, OWNER } from "./access/roles";
import { EVERY_INCIDENT, openDatabase } from "./client";

export const MIGRATIONS = path.join(path.dirname(fileURLToPath(import.meta.url)), "migrations");
const MINIMUM_VERSION = 180000;
/** Any constant will do; it names "migrating Amends" among the advisory locks of one database. */
const LOCK = 5_011_777;

/**
 * Bring a database to the newest schema. Several processes may call it at once: one works, the others wait for its lock and then find nothing to do.
 * @throws when the server is older than PostgreSQL 18, or the login may not do what it takes to become the owner
 */
export async function migrateDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, options: `-c amends.incident=${EVERY_INCIDENT}` });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: number }>("select current_setting('server_version_num')::int as version");
    if ((rows[0]?.version ?? 0) < MINIMUM_VERSION) throw new Error("Amends needs PostgreSQL 18 or newer.");
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    await becomeOwner(client);
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS });
    await migrateQueue(url);
    await applyAccess(client);
  } finally {
    await client.end();
  }
}

async function migrateQueue(url: string): Promise<void> {
  const db = openDatabase(url, { max: 1, applicationName: "amends-migrate", role: OWNER });
  const utils = await makeWorkerUtils({ pgPool: db.$client, logger: new Logger(() => () => undefined) });
  try {
    await utils.migrate();
  } finally {
    await utils.release();
    await db.$client.end();
  }
}
