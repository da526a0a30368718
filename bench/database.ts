import { rmSync } from "node:fs";
import path from "node:path";
import { openDatabase, type Database } from "@/db/client";
import { startPostgres } from "@/db/embedded-postgres";
import { migrateDatabase } from "@/db/migrate";
import { openKeyRing } from "@/domain/keys/key-ring";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { createLogger } from "@/lib/logger";
import { takeTestLive } from "@/test/postgres";

export const BENCH_KEY = Buffer.alloc(32, 6).toString("base64");

export interface BenchDatabase {
  url: string;
  db: Database;
  parts: ProcessParts;
  /** The server's first process. */
  pid: number;
  drop(): Promise<void>;
}

const DIR = path.resolve(".data/bench-database");

/** A migrated database on a server of the bench's own, which waits for the disk as one in service does, unless nothing of what is measured writes; the server of the tests does not. */
export async function openBenchDatabase({ reads = false } = {}): Promise<BenchDatabase> {
  rmSync(DIR, { recursive: true, force: true });
  const postgres = await startPostgres({ dir: DIR, port: 0, test: reads });
  const url = postgres.url("postgres");
  await migrateDatabase(url);
  await takeTestLive(url);
  const db = openDatabase(url, { max: 12, applicationName: "amends-bench" });
  const ofKeys = openDatabase(url, { max: 1, applicationName: "amends-bench" });
  const parts = { db, keys: openKeyRing(ofKeys, loadKeyEncryptionKey({ AMENDS_KEY: BENCH_KEY, AMENDS_KEY_FILE: undefined })), log: createLogger("bench", "fatal") };
  return {
    url,
    db,
    parts,
    pid: postgres.pid,
    async drop() {
      await db.$client.end();
      await ofKeys.$client.end();
      postgres.stop("immediate");
      rmSync(postgres.dir, { recursive: true, force: true });
    },
  };
}
