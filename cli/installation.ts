import { existsSync } from "node:fs";
import path from "node:path";
import { EVERY_INCIDENT, openDatabase } from "@/db/client";
import { startPostgres, type RunningPostgres } from "@/db/embedded-postgres";
import { openKeyRing } from "@/domain/keys/key-ring";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { loadEnv } from "@/lib/env";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import type { KeyEncryptionKey } from "@/lib/keys";
import { createLogger } from "@/lib/logger";

export interface Installation {
  parts: ProcessParts;
  kek: KeyEncryptionKey;
  /** The one that `npm start` made, with its demo staff. */
  embedded: boolean;
  close(): Promise<void>;
}

/**
 * Open the installation this command is about: the one that the settings name, or the embedded one that `npm start` made in this folder, whether it runs
 * now or not. @throws when there is neither
 */
export async function openInstallation(name: string): Promise<Installation> {
  if (process.env.DATABASE_URL !== undefined && process.env.DATABASE_URL !== "") {
    const env = loadEnv();
    return open(name, env.DATABASE_URL, env, null);
  }
  const dataDir = path.resolve(process.env.AMENDS_DATA_DIR ?? ".data");
  const keyFile = path.join(dataDir, "secrets", "key-encryption-key");
  if (!existsSync(keyFile)) throw new Error(`There is no installation in ${dataDir}. Run npm start once, or set DATABASE_URL and the other settings of .env.example.`);
  const postgres: RunningPostgres = await startPostgres({ dir: path.join(dataDir, "postgres") });
  return open(name, postgres.url("amends"), { AMENDS_KEY_FILE: process.env.AMENDS_KEY === undefined ? keyFile : undefined, AMENDS_KEY: process.env.AMENDS_KEY, AMENDS_NEXT_KEY_FILE: process.env.AMENDS_NEXT_KEY_FILE, AMENDS_NEXT_KEY: process.env.AMENDS_NEXT_KEY }, () => {
    if (!postgres.reused) postgres.stop();
  });
}

function open(name: string, url: string, key: Parameters<typeof loadKeyEncryptionKey>[0], stopServer: (() => void) | null): Installation {
  const log = createLogger(name, "fatal");
  const db = openDatabase(url, { max: 4, applicationName: `amends-${name}`, role: "amends_worker", sees: EVERY_INCIDENT });
  const kek = loadKeyEncryptionKey(key);
  return {
    parts: { db, keys: openKeyRing(db, kek), log },
    kek,
    embedded: stopServer !== null,
    async close() {
      await db.$client.end();
      stopServer?.();
    },
  };
}
