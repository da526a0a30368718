import { createPublicKey } from "node:crypto";
import type { RelaySettings } from "@/channels/email/relay";
import type { RelaySet } from "@/channels/email/relay-set";
import { passwordOf, secretsOfSettings } from "@/domain/keys/register/held-secrets";
import { noteHeld, noteKeyUse, writeUses } from "@/domain/keys/register/note-use";
import { listOverdueKeys } from "@/domain/keys/register/queries";
import { recordKeys } from "@/domain/keys/register/record-keys";
import { recordStoredKeys } from "@/domain/keys/register/record-stored-keys";
import type { HeldSecret } from "@/domain/keys/register/types";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import type { Env } from "@/lib/env";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { repeat, type Repeated } from "./repeat";

const EVERY_MS = 60_000;
/** What a worker shows to others: it does not start with one that was retired. */
const SPOKEN = ["relay-password", "sms-password", "dkim"];

/** Everything secret that a worker is given: its settings, its relays' passwords and the keys that sign for them. */
export function secretsOfWorker(env: Env, relays: readonly RelaySettings[]): HeldSecret[] {
  const ofRelays = relays.flatMap(({ name, url, dkim }): HeldSecret[] => {
    const password = passwordOf(url);
    const value = dkim && Buffer.concat([Buffer.from(`${dkim.selector}\n`), createPublicKey(dkim.key).export({ format: "der", type: "spki" })]);
    return [...(password ? [{ kind: "relay-password" as const, name, value: password }] : []), ...(value ? [{ kind: "dkim" as const, name: signerName({ name, dkim }), value }] : [])];
  });
  return [...secretsOfSettings(env, loadKeyEncryptionKey(env)), ...ofRelays];
}

/** Each relay signs with one key at a time, whatever its selector. */
function signerName({ name, dkim }: Pick<RelaySettings, "name" | "dkim">): string {
  return `${name} ${dkim?.domain ?? ""}`.trim();
}

export interface KeyWatch extends Repeated {
  /** Keys past their age, for which this worker is not ready. */
  overdue(): Promise<{ id: string; kind: string }[]>;
}

/**
 * Enter this worker's keys into the register before its first job, and each minute write down which were used and let go of those that were destroyed. @throws when it was started with a key that was retired: what others may know must not
 * come back with an old settings file
 */
export async function startKeyWatch(parts: ProcessParts, env: Env, settings: readonly RelaySettings[], relays: RelaySet): Promise<KeyWatch> {
  const ctx = () => mintContext(parts, { kind: "system", job: "keys/watch" } as const);
  const secrets = secretsOfWorker(env, settings);
  const { retired } = await recordKeys(ctx(), secrets);
  const refused = retired.filter((id) => SPOKEN.some((kind) => id.startsWith(`${kind}-`)));
  if (refused.length > 0) throw new Error(`These keys were retired and are still in the settings: ${refused.join(", ")}. Give the new ones; amends keys list says which.`);
  const accepted = new Map<string, number>();
  noteHeld(secrets);
  const look = async () => {
    for (const report of relays.report()) {
      if (report.accepted > (accepted.get(report.name) ?? 0)) {
        noteKeyUse("relay-password", report.name);
        const own = settings.find(({ name }) => name === report.name);
        if (own?.dkim) noteKeyUse("dkim", signerName(own));
      }
      accepted.set(report.name, report.accepted);
    }
    const stopped = (await recordKeys(ctx(), secrets)).retired;
    if (stopped.length > 0) parts.log.error({ keys: stopped }, "this worker holds keys that were retired meanwhile: start it again with the new ones");
    await recordStoredKeys(ctx());
    await writeUses(ctx());
    await parts.keys.forgetDestroyed();
  };
  const looking = repeat(parts, EVERY_MS, "write down which keys there are", look);
  return { overdue: () => listOverdueKeys(parts.db), stop: () => looking.stop() };
}
