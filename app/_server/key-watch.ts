import "server-only";
import type { KeyKind } from "@/db/values/key-kinds";
import { findStopped } from "@/domain/keys/register/find-stopped";
import { secretsOfSettings } from "@/domain/keys/register/held-secrets";
import { noteHeld, writeUses } from "@/domain/keys/register/note-use";
import { recordKeys } from "@/domain/keys/register/record-keys";
import type { HeldSecret } from "@/domain/keys/register/types";
import { mintContext } from "@/domain/kernel/mint-context";
import { loadEnv } from "@/lib/env";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { getParts } from "./parts";

const EVERY_MS = 60_000;

// Bundles of pages and of handlers each load this module; the process must still have one.
const held = globalThis as { amendsKeyWatch?: boolean };

function secretsOfProcess(): HeldSecret[] {
  const env = loadEnv();
  return secretsOfSettings(env, loadKeyEncryptionKey(env));
}

/** Kinds of the secrets that this process goes on with although a rotation has stopped them: it is not ready while there is one. */
export async function listStoppedKinds(): Promise<KeyKind[]> {
  return [...new Set((await findStopped(getParts(), secretsOfProcess())).map(({ kind }) => kind))];
}

/** Enter the secrets of this process into the register of keys, and each minute which of them it used; and let go of keys that were destroyed meanwhile. */
export function watchKeys(): void {
  if (held.amendsKeyWatch) return;
  held.amendsKeyWatch = true;
  const secrets = secretsOfProcess();
  noteHeld(secrets);
  const look = async () => {
    const ctx = mintContext(getParts(), { kind: "system", job: "keys/watch" } as const);
    const { retired } = await recordKeys(ctx, secrets);
    if (retired.length > 0) ctx.log.error({ keys: retired }, "this process holds keys that were retired: start it again with the new ones");
    await writeUses(ctx);
    await ctx.keys.forgetDestroyed();
  };
  const tell = (error: unknown) => getParts().log.warn({ err: error }, "could not write down which keys there are");
  void look().catch(tell);
  setInterval(() => void look().catch(tell), EVERY_MS).unref();
}
