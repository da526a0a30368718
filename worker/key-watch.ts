import { createPublicKey } from "node:crypto";
import type { RelaySettings } from "@/channels/email/relay";
import type { RelaySet } from "@/channels/email/relay-set";
import type { KeyKind } from "@/db/values/key-kinds";
import { findStopped } from "@/domain/keys/register/find-stopped";
import { passwordOf, secretsOfSettings } from "@/domain/keys/register/held-secrets";
import { noteHeld, noteKeyUse, writeUses } from "@/domain/keys/register/note-use";
import { listOverdueKeys } from "@/domain/keys/register/queries";
import { recordKeys } from "@/domain/keys/register/record-keys";
import { recordLogins } from "@/domain/keys/register/record-logins";
import { recordStoredKeys } from "@/domain/keys/register/record-stored-keys";
import type { HeldSecret } from "@/domain/keys/register/types";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import type { Env } from "@/lib/env";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { repeat, type Repeated } from "./repeat";

const EVERY_MS = 60_000;
/** What a worker shows to others, signs or seals with: it neither starts nor goes on with one that was stopped. */
const USED: readonly KeyKind[] = ["relay-password", "sms-password", "dkim", "webhook", "database-password", "storage-secret", "key-encryption"];
/** A rotation stops a key everywhere within so long. */
const STOPPED_MS = 5_000;

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
  /** Keys that a rotation has stopped and that this worker has nothing in the place of. Once there is one, it does nothing any more until it is started anew: `halted` when what was under way has ended. */
  standing(): { stopped: readonly { id: string; kind: string }[]; halted: boolean };
}

/**
 * Enter this worker's keys into the register before its first job, and each minute write down which were used and let go of those that were destroyed. @throws when it was started with a key that was retired: what others may know must not
 * come back with an old settings file. Where that happens to one later, `halt` is called, once
 */
export async function startKeyWatch(parts: ProcessParts, env: Env, settings: readonly RelaySettings[], relays: RelaySet, halt: () => Promise<void>): Promise<KeyWatch> {
  const ctx = () => mintContext(parts, { kind: "system", job: "keys/watch" } as const);
  const secrets = secretsOfWorker(env, settings);
  await recordKeys(ctx(), secrets);
  const used = secrets.filter(({ kind }) => USED.includes(kind));
  let stopped = await findStopped(parts, used);
  if (stopped.length > 0) throw new Error(`These keys were retired and are still in the settings: ${stopped.map(({ id }) => id).join(", ")}. Give the new ones; amends keys list says which.`);
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
    const { retired } = await recordKeys(ctx(), secrets);
    if (retired.length > 0) parts.log.error({ keys: retired }, "this worker holds keys that were retired meanwhile: start it again with the new ones");
    await recordStoredKeys(ctx());
    await recordLogins(ctx());
    await writeUses(ctx());
    await parts.keys.forgetDestroyed();
  };
  const looking = repeat(parts, EVERY_MS, "write down which keys there are", look);
  let halted = false;
  const lookForStopped = async () => {
    if (halted) return;
    stopped = await findStopped(parts, used);
    if (stopped.length === 0) return;
    parts.log.error({ keys: stopped.map(({ id }) => id) }, "a rotation has stopped keys that this worker goes by: it does nothing any more until it is started with the new ones");
    await halt();
    halted = true;
  };
  const halting = repeat(parts, STOPPED_MS, "ask which keys were stopped", lookForStopped);
  return { overdue: () => listOverdueKeys(parts.db), standing: () => ({ stopped, halted }), stop: () => Promise.all([looking.stop(), halting.stop()]).then(() => undefined) };
}
