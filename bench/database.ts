import { randomUUID } from "node:crypto";
import pg from "pg";
import { openDatabase, type Database } from "@/db/client";
import { openKeyRing } from "@/domain/keys/key-ring";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { createLogger } from "@/lib/logger";
import { databaseUrl, startTestPostgres } from "@/test/postgres";

export const BENCH_KEY = Buffer.alloc(32, 6).toString("base64");

export interface BenchDatabase {
  url: string;
  db: Database;
  parts: ProcessParts;
  drop(): Promise<void>;
}

/** A migrated database of a bench's own, on the server that the tests use. */
export async function openBenchDatabase(): Promise<BenchDatabase> {
  const postgres = await startTestPostgres();
  const name = `amends_bench_${randomUUID().replaceAll("-", "")}`;
  const admin = new pg.Client({ connectionString: postgres.adminUrl });
  await admin.connect();
  await admin.query(`create database ${name} template ${postgres.template}`);
  const url = databaseUrl(postgres.adminUrl, name);
  const db = openDatabase(url, { max: 8, applicationName: "amends-bench" });
  const parts = { db, keys: openKeyRing(db, loadKeyEncryptionKey({ AMENDS_KEY: BENCH_KEY, AMENDS_KEY_FILE: undefined })), log: createLogger("bench", "fatal") };
  return {
    url,
    db,
    parts,
    async drop() {
      await db.$client.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
      postgres.stop();
    },
  };
}
