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
    const db = openDatabase(env.DATABASE_URL, { max: 16, applicationName: "amends-web", onError: (error) => log.error({ err: error }, "database connection lost") });
    held.amendsParts = { db, keys: openKeyRing(db, loadKeyEncryptionKey(env)), log };
  }
  return held.amendsParts;
}
