import "server-only";
import { loadAlarmLimits } from "@/content/alarms/limits";
import { openDatabase, seeing, type Database } from "@/db/client";
import { watchAnswers } from "@/db/watch-answers";
import { noteRows } from "@/domain/alarms/note-rows";
import { openKeyRing } from "@/domain/keys/key-ring";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { loadEnv } from "@/lib/env";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { createLogger } from "@/lib/logger";

/** Statements of pages and acts are short, and files come and go by many of them; one that takes this long holds what others wait for. */
const STATEMENT_SECONDS = 60;

// Bundles of pages and of handlers each load this module; the process must still have one pool.
const held = globalThis as { amendsParts?: ProcessParts };

/** What this web process owns once: database pool, key ring, log. Of what is kept apart by incident the pool sees nothing, until a context or `seeing` says which. */
export function getParts(): ProcessParts {
  if (!held.amendsParts) {
    const env = loadEnv();
    const log = createLogger("web", env.AMENDS_LOG_LEVEL);
    const onError = (error: Error) => log.error({ err: error }, "database connection lost");
    const db = openDatabase(env.DATABASE_URL, { max: 16, applicationName: "amends-web", role: "amends_web", statementSeconds: STATEMENT_SECONDS, onError });
    // A connection of its own: acts ask for keys in their transactions, and were all of the pool's held by acts that wait for the same key, it would never be read.
    const ofKeys = openDatabase(env.DATABASE_URL, { max: 1, applicationName: "amends-web-keys", role: "amends_web", statementSeconds: STATEMENT_SECONDS, onError });
    watchAnswers(db, loadAlarmLimits().rows.answer, (rows) => void noteRows({ db }, { rows, answers: 1 }).catch(onError));
    held.amendsParts = { db, keys: openKeyRing(ofKeys, loadKeyEncryptionKey(env)), log };
  }
  return held.amendsParts;
}

/** The pool as pages see it that show everybody what is public of one incident. */
export function dbOf(incidentId: string): Database {
  return seeing(getParts().db, incidentId);
}
