import { openDatabase } from "@/db/client";
import { openKeyRing } from "@/domain/keys/key-ring";
import type { Context, OperatorActor } from "@/domain/kernel/context";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import { loadEnv } from "@/lib/env";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { createLogger } from "@/lib/logger";

/** Run one command of the person at the machine, with a database pool and a context of its own. */
export async function asOperator<T>(act: (ctx: Context<OperatorActor>, parts: ProcessParts) => Promise<T>): Promise<T> {
  const env = loadEnv();
  const db = openDatabase(env.DATABASE_URL, { max: 4, applicationName: "amends-cli" });
  const parts = { db, keys: openKeyRing(db, loadKeyEncryptionKey(env)), log: createLogger("cli", env.AMENDS_LOG_LEVEL) };
  try {
    return await act(mintContext(parts, { kind: "operator" }), parts);
  } finally {
    await db.$client.end();
  }
}
