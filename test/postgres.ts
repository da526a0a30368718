import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
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
  for (const file of readdirSync(MIGRATIONS).sort()) if (file.endsWith(".sql")) hash.update(readFileSync(path.join(MIGRATIONS, file)));
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
    await client.query(`alter database ${name} is_template true`);
    return name;
  } finally {
    await client.end();
  }
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
