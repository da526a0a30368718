import { expect, it } from "vitest";
import { keyKinds, type KeyKind } from "@/db/values/key-kinds";
import { openKeyRing } from "@/domain/keys/key-ring";
import { isRetired } from "@/domain/keys/register/is-retired";
import { listKeys } from "@/domain/keys/register/queries";
import { rotateAuditSigning } from "@/domain/keys/rotation/rotate-audit-signing";
import { rotateHeld } from "@/domain/keys/rotation/rotate-held";
import { rotateIndex } from "@/domain/keys/rotation/rotate-index";
import { rotateInstallationIndex } from "@/domain/keys/rotation/rotate-installation-index";
import { rotateLogin } from "@/domain/keys/rotation/rotate-login";
import { rotateKeyEncryption } from "@/domain/keys/rotation/rotate-key-encryption";
import type { Rotated } from "@/domain/keys/rotation/types";
import { rotateToken } from "@/domain/staff/tokens/rotate-token";
import { parseEnv, type Env } from "@/lib/env";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { aSealedLog } from "@/test/audit-log";
import { processEnv, processKey } from "@/test/cli";
import { systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { NEXT_KEK, PERSONAL_LOGIN, waysToRotate, type WayToRotate } from "@/test/every-key";
import { aLogin } from "@/test/logins";
import { aPublishedIncident } from "@/test/lookups";
import { aStaffMember, aToken } from "@/test/staff";
import { secretsOfWorker } from "@/worker/key-watch";
import { loadRelays } from "@/worker/relays";

const database = useDatabase();
/** As every process holds them while the key-encryption key is rotated: the next one beside the present. */
const kek = loadKeyEncryptionKey({ AMENDS_KEY_FILE: undefined, ...processKey, AMENDS_NEXT_KEY: NEXT_KEK });
const parts = () => ({ ...database.parts, keys: openKeyRing(database.db, kek, { indexFreshMs: 50 }) });
const ways = waysToRotate((password) => Object.assign(new URL(database.url), { password }).href);
const SETTLE = { settleMs: 200 };

function envOf(more: Record<string, string>): Env {
  const read = parseEnv(processEnv(database.url, more));
  if (!read.ok) throw new Error(read.problems.join(" "));
  return read.env;
}

async function rotate(kind: KeyKind, way: WayToRotate): Promise<Rotated> {
  const system = systemContext(parts());
  if (kind === "blind-index") return rotateIndex(system, (await aPublishedIncident(parts(), "ref,email,confirmed\na,minji@example.com,names")).id, SETTLE);
  if (kind === "installation-index") return rotateInstallationIndex(system, SETTLE);
  if (kind === "audit-signing") {
    await aSealedLog(parts(), { events: 5, checkpoints: 1 });
    return rotateAuditSigning(system, "claims.haneul.example/audit");
  }
  if (kind === "api-token") {
    await aToken(parts(), (await aStaffMember(parts(), ["auditor"])).id, "log collector");
    return rotateToken(system, "log collector");
  }
  if (kind === "database-login") {
    await aLogin(database.url, "amends_read", { name: PERSONAL_LOGIN });
    return rotateLogin(system, PERSONAL_LOGIN);
  }
  if (way.kept === "database") throw new Error(`how is ${kind} rotated?`);
  if (kind === "key-encryption") return rotateKeyEncryption(system, kek);
  const [before, after] = [way.before, way.after].map((settings) => secretsOfWorker(envOf(settings), loadRelays(envOf(settings))));
  await expect(rotateHeld(system, kind, before ?? [], null)).rejects.toMatchObject({ reason: "key-no-next" });
  const [rotated] = await rotateHeld(system, kind, after ?? [], null);
  const [old] = (before ?? []).filter((secret) => secret.kind === kind);
  expect(old && (await isRetired(system, old))).toBe(true);
  return rotated ?? { from: "", to: "" };
}

it.each(keyKinds)("a key of the kind %s is rotated, and the old one is refused for good", { timeout: 60_000 }, async (kind) => {
  const { from, to } = await rotate(kind, ways[kind]);
  expect(from).not.toBe(to);
  const states = new Map((await listKeys(systemContext(parts()))).map(({ id, state }) => [id, state]));
  expect(states.get(to)).toBe("active");
  expect(["retired", "destroyed"]).toContain(states.get(from));
  // Whatever comes: it never comes back.
  await expect(database.db.$client.query("update key_register set state = 'active', retired_at = null where id = $1", [from])).rejects.toMatchObject({ constraint: "key_stays_retired" });
});
