import "server-only";
import { openDatabase } from "@/db/client";
import { openKeyRing } from "@/domain/keys/key-ring";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { loadEnv } from "@/lib/env";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { createLogger } from "@/lib/logger";

// Bundles of pages and of handlers each load this module; the process must still have one pool.
const held = globalThis as { amendsParts?: ProcessParts };

/** What this web process owns once: database pool, key ring, log. */
export function getParts(): ProcessParts {
  if (!held.amendsParts) {
    const env = loadEnv();
    const log = createLogger("web", env.AMENDS_LOG_LEVEL);
    const onError = (error: Error) => log.error({ err: error }, "database connection lost");
    const db = openDatabase(env.DATABASE_URL, { max: 16, applicationName: "amends-web", onError });
    // A connection of its own: acts ask for keys in their transactions, and were all of the pool's held by acts that wait for the same key, it would never be read.
    const ofKeys = openDatabase(env.DATABASE_URL, { max: 1, applicationName: "amends-web-keys", onError });
    held.amendsParts = { db, keys: openKeyRing(ofKeys, loadKeyEncryptionKey(env)), log };
  }
  return held.amendsParts;
}
