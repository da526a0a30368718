import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { EVERY_INCIDENT } from "@/db/client";
import { startPostgres } from "@/db/embedded-postgres";
import { MIGRATIONS, migrateDatabase } from "@/db/migrate";
import { bundleProgram } from "./bundle-program";

declare module "vitest" {
  interface ProvidedContext {
    adminUrl: string;
    template: string;
  }
}

/** One server for all tests of this checkout; it is left running by whoever found it running. */
export async function startTestPostgres(): Promise<{ adminUrl: string; template: string; stop: () => void }> {
  const postgres = await startPostgres({ dir: ".data/test-postgres", port: 54339, test: true });
  const adminUrl = postgres.url("postgres");
  const template = await makeTemplate(adminUrl);
  return { adminUrl, template, stop: () => !postgres.reused && postgres.stop("immediate") };
}

/** A migrated, empty database that each test file clones, taken live so that mail leaves; named by the migrations, so it is made again when they change. */
async function makeTemplate(adminUrl: string): Promise<string> {
  const hash = createHash("sha256");
  for (const dir of [MIGRATIONS, path.join(MIGRATIONS, "..", "access")]) {
    for (const file of readdirSync(dir).sort()) if (/\.(sql|ts)$/.test(file)) hash.update(readFileSync(path.join(dir, file)));
  }
  const name = `amends_template_${hash.digest("hex").slice(0, 12)}`;
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(77)");
    const { rows } = await client.query<{ ready: boolean }>("select datistemplate as ready from pg_database where datname = $1", [name]);
    if (rows[0]?.ready) return name;
    if (rows[0]) await client.query(`drop database ${name} with (force)`);
    await client.query(`create database ${name}`);
    await migrateDatabase(databaseUrl(adminUrl, name));
    await takeTestLive(databaseUrl(adminUrl, name));
    await makeTestRole(client);
    await client.query(`alter database ${name} is_template true`);
    return name;
  } finally {
    await client.end();
  }
}

/** What the product may in a test's own process, which is web and worker in one. */
export const TEST_ROLE = "amends_test";

async function makeTestRole(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("select from pg_roles where rolname = $1", [TEST_ROLE]);
  if (rowCount === 0) await client.query(`create role ${TEST_ROLE} nologin in role amends_web, amends_worker`);
}

/** The same database with the powers of the product, seeing every incident until a context says less. */
export function productUrl(url: string): string {
  const as = new URL(url);
  as.searchParams.set("options", `-c role=${process.env.AMENDS_TEST_ROLE ?? TEST_ROLE} -c amends.incident=${EVERY_INCIDENT}`);
  return as.href;
}

/** End the trial of an empty database for tests and measurements. */
export async function takeTestLive(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("update installation set mode = 'live'");
  await client.end();
}

export function databaseUrl(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

export default async function setup(project: { provide(key: "adminUrl" | "template", value: string): void }): Promise<() => void> {
  await bundleProgram();
  const { adminUrl, template, stop } = await startTestPostgres();
  project.provide("adminUrl", adminUrl);
  project.provide("template", template);
  return () => {
    stop();
  };
}
