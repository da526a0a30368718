import pg from "pg";
import { inject, onTestFinished } from "vitest";
import { EVERY_INCIDENT, openDatabase, type Database } from "@/db/client";
import { databaseUrl, productUrl } from "./postgres";

/**
 * Take a snapshot of a database, to be opened later as if it had been put back; returns its address. The server's own `create database … template` makes it, file by file, because the embedded server comes without pg_dump. It copies only what nobody is
 * connected to: connections that are open are cut.
 */
export async function takeSnapshot(of: string): Promise<string> {
  const name = new URL(of).pathname.slice(1);
  const copy = `${name}_back`;
  await asAdmin(`alter database ${name} allow_connections false`);
  await asAdmin(`select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${name}'`);
  await asAdmin(`create database ${copy} template ${name}`);
  await asAdmin(`alter database ${name} allow_connections true`);
  onTestFinished(() => asAdmin(`drop database if exists ${copy} with (force)`));
  return databaseUrl(inject("adminUrl"), copy);
}

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("adminUrl") });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

/** Open it with the powers of the product; closed with the test. */
export function openProduct(url: string): Database {
  const db = openDatabase(productUrl(url), { max: 4, applicationName: "amends-test", sees: EVERY_INCIDENT, onError: () => undefined });
  onTestFinished(() => db.$client.end());
  return db;
}
