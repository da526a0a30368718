import pino from "pino";
import { openDatabase } from "@/db/client";
import { openKeyRing } from "@/domain/keys/key-ring";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";

/** Act on the database and keys of the product under test, for what a test sets up without a browser. */
export async function withParts<T>(act: (parts: ProcessParts) => Promise<T>): Promise<T> {
  const db = openDatabase(process.env.E2E_DATABASE_URL ?? "", { max: 2, applicationName: "amends-e2e" });
  try {
    const key = loadKeyEncryptionKey({ AMENDS_KEY: process.env.E2E_KEY, AMENDS_KEY_FILE: undefined });
    return await act({ db, keys: openKeyRing(db, key), log: pino({ level: "silent" }) });
  } finally {
    await db.$client.end();
  }
}
