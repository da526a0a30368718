import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditKeys } from "@/db/schema/audit";
import { listVerifiers } from "@/domain/audit/log/signing-key";
import { KeyChain } from "@/domain/audit/log/key-chain";
import { sealLog } from "@/domain/audit/log/seal-log";
import { startNextKey } from "@/domain/audit/log/start-next-key";
import { EnvelopeError } from "@/lib/crypto";
import { aSealedLog, exportedLog } from "@/test/audit-log";
import { verifyLog, type LogFinding } from "@/domain/audit/log/verify-log";
import { systemContext } from "@/test/contexts";
import { testKeyEncryptionKey, useDatabase } from "@/test/database";
import { openKeyRing } from "../key-ring";
import type { Env } from "@/lib/env";
import { findStopped } from "../register/find-stopped";
import { secretsOfSettings } from "../register/held-secrets";
import { isRetired } from "../register/is-retired";
import { listKeys } from "../register/queries";
import { recordKeys } from "../register/record-keys";
import { openJson, sealJson } from "../sealed";
import { rotateAuditSigning } from "./rotate-audit-signing";
import { rotateHeld } from "./rotate-held";
import { rotateKeyEncryption } from "./rotate-key-encryption";

const database = useDatabase();
const system = () => systemContext(database.parts);
const stateOf = async (id: string) => (await listKeys(system())).find((key) => key.id === id)?.state;

describe("the key-encryption key", () => {
  const next = { id: "next", bytes: randomBytes(32) };
  const both = { ...testKeyEncryptionKey, next };

  it("is rotated while everything can be read and sealed, goes on after a run that died, and then the old one opens nothing", async () => {
    const place = (n: number) => ({ table: "t", column: "c", scope: `scope ${n}`, recordId: "1" });
    const envelopes = await Promise.all(Array.from({ length: 450 }, (_, n) => sealJson(database.parts.keys, place(n), n)));
    let died = 0;
    await expect(
      rotateKeyEncryption(system(), both, () => {
        died += 1;
        throw new Error("killed");
      }),
    ).rejects.toThrow("killed");
    const wrappedWith = async (id: string) => (await database.db.$client.query<{ n: number }>("select count(*)::int as n from data_keys where kek_id = $1", [id])).rows[0]?.n;
    expect([died, await wrappedWith("next")]).toEqual([1, 200]);
    const ended = new AbortController();
    let failed = 0;
    let read = 0;
    const reader = (async () => {
      while (!ended.signal.aborted) {
        const ring = openKeyRing(database.db, both);
        const n = read++ % 450;
        if ((await openJson(ring, place(n), envelopes[n]!)) !== n) failed += 1;
        await sealJson(ring, { ...place(n), scope: `new ${read}` }, n);
      }
    })();
    const { from, to } = await rotateKeyEncryption(system(), both);
    ended.abort();
    await reader;
    expect(failed).toBe(0);
    expect(read).toBeGreaterThan(0);
    expect(await wrappedWith("test")).toBe(0);
    expect([await stateOf(from), await stateOf(to)]).toEqual(["retired", "active"]);
    for (const n of [0, 449]) {
      expect(await openJson(openKeyRing(database.db, next), place(n), envelopes[n]!)).toBe(n);
      await expect(openJson(openKeyRing(database.db, testKeyEncryptionKey), place(n), envelopes[n]!)).rejects.toThrow(EnvelopeError);
    }
    expect(await rotateKeyEncryption(system(), both)).toEqual({ from, to });
  });

  it("is not rotated without another one", async () => {
    await expect(rotateKeyEncryption(system(), testKeyEncryptionKey)).rejects.toMatchObject({ reason: "key-no-next" });
  });
});

describe("secrets from settings and files", () => {
  it("are those as well that stand in the address of what takes alarms and checkpoints", async () => {
    const held = (alarms: string) => secretsOfSettings({ DATABASE_URL: database.url, NEXTAUTH_SECRET: "x", NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: "y", ALARM_WEBHOOK: `https://pager.example/${alarms}`, AUDIT_CHECKPOINT_WEBHOOK: "https://keeper.example/of-the-log" } as Env, testKeyEncryptionKey).filter(({ kind }) => kind === "webhook");
    await recordKeys(system(), held("first"));
    const [rotated, ...others] = await rotateHeld(system(), "webhook", held("second"), null);
    expect(others).toEqual([]);
    expect([await stateOf(rotated!.from), await stateOf(rotated!.to)]).toEqual(["retired", "active"]);
    expect((await listKeys(system())).filter(({ kind, state }) => kind === "webhook" && state === "active").map(({ name }) => name).sort()).toEqual(["ALARM_WEBHOOK", "AUDIT_CHECKPOINT_WEBHOOK"]);
    expect(await findStopped(system(), held("first"))).toEqual([{ id: rotated!.from, kind: "webhook" }]);
    // Beside the one that took its place it is no danger: whoever shows it is refused.
    expect(await findStopped(system(), [...held("first"), ...held("second")])).toEqual([]);
  });

  it("are rotated by what this machine holds, each of them of its kind, and the old value is refused", async () => {
    const relay = (name: string, value: string) => ({ kind: "relay-password" as const, name, value });
    await recordKeys(system(), [relay("a", "a1"), relay("b", "b1")]);
    await expect(rotateHeld(system(), "relay-password", [relay("a", "a1"), relay("b", "b1")], null)).rejects.toMatchObject({ reason: "key-no-next" });
    await expect(rotateHeld(system(), "dkim", [relay("a", "a2")], null)).rejects.toMatchObject({ reason: "key-no-next" });
    const [done] = await rotateHeld(system(), "relay-password", [relay("a", "a2"), relay("b", "b1")], null);
    expect([await stateOf(done!.from), await stateOf(done!.to)]).toEqual(["retired", "active"]);
    expect(await Promise.all([relay("a", "a1"), relay("a", "a2"), relay("b", "b1"), relay("c", "c1")].map((secret) => isRetired(system(), secret)))).toEqual([true, false, false, false]);
    // One that was mistyped came next and never got into use.
    await recordKeys(system(), [relay("b", "typo")]);
    expect(await rotateHeld(system(), "relay-password", [relay("b", "b2"), relay("a", "a2")], "b")).toHaveLength(1);
    expect(await Promise.all([relay("b", "b1"), relay("b", "typo"), relay("b", "b2")].map((secret) => isRetired(system(), secret)))).toEqual([true, true, false]);
  });
});

describe("the signing key of the audit log", () => {
  const origin = "claims.haneul.example/audit";
  const verify = async (text: string, verifiers: Awaited<ReturnType<typeof listVerifiers>>, outside: string[] = []) => {
    const findings: LogFinding[] = [];
    const verdict = await verifyLog((async function* () { yield await Promise.resolve(Buffer.from(text)); })(), { verifiers, outside, onFinding: (finding) => findings.push(finding) });
    return { verdict, findings };
  };

  it("is announced by a checkpoint of the old one, which then is gone; a verifier who has the first key alone follows over two rotations", async () => {
    await aSealedLog(database.parts, { events: 30, checkpoints: 2 });
    const [first] = await listVerifiers(system());
    // A run that died after making the key: the next one goes on with it.
    const begun = await startNextKey(system());
    const { from, to } = await rotateAuditSigning(system(), origin);
    expect([await stateOf(from), await stateOf(to)]).toEqual(["destroyed", "active"]);
    expect((await listVerifiers(system()))[0]?.publicKey.equals(begun.publicKey)).toBe(true);
    await aSealedLog(database.parts, { events: 30, checkpoints: 2 });
    // A worker may announce a key that a dead run has made, before anybody enters it.
    await startNextKey(system());
    await aSealedLog(database.parts, { events: 10, checkpoints: 1 });
    expect((await rotateAuditSigning(system(), origin)).from).toBe(to);
    await aSealedLog(database.parts, { events: 10, checkpoints: 1 });
    const { rows } = await database.db.$client.query<{ left: number }>("select count(sealed_private)::int as left from audit_keys");
    expect(rows).toEqual([{ left: 1 }]);
    const text = await exportedLog(database.parts);
    const notes = text.split("\n").flatMap((line) => (line.startsWith('{"checkpoint"') ? [(JSON.parse(line) as { checkpoint: string }).checkpoint] : []));
    const whole = await verify(text, [first!], [...notes].reverse());
    expect(whole.findings).toEqual([]);
    expect(whole.verdict.checkpoints).toBe(notes.length * 2);
    expect(whole.verdict.sealed).toBeGreaterThan(80);
    // The newest key alone does not vouch for what was signed before it.
    const [newest] = await listVerifiers(system());
    expect((await verify(text, [newest!])).findings).toContainEqual(expect.objectContaining({ kind: "checkpoint-unsigned" }));
    // Without the announcement nobody is believed after it.
    const cut = text.split("\n").filter((line) => !line.includes("amends-next-key")).join("\n");
    expect((await verify(cut, [first!])).findings.filter(({ kind }) => kind === "checkpoint-unsigned").length).toBeGreaterThan(1);
  });

  it("believes an old key about nothing that is later than its successor", async () => {
    const { generateKeyPairSync } = await import("node:crypto");
    const { signCheckpoint } = await import("@/domain/audit/log/signed-note");
    const pair = () => {
      const made = generateKeyPairSync("ed25519");
      return { name: origin, publicKey: Buffer.from(made.publicKey.export({ format: "jwk" }).x ?? "", "base64url"), privateKey: made.privateKey };
    };
    const [old, next] = [pair(), pair()];
    const sign = (by: typeof old, size: number, names?: typeof old) => signCheckpoint({ origin, size, root: Buffer.alloc(32, size), next: names }, by.publicKey, by.privateKey);
    const chain = new KeyChain([old]);
    expect(chain.open(sign(next, 7), 0)).toBeNull();
    expect(chain.open(sign(old, 5, next), 0)?.size).toBe(5);
    expect(chain.take().map(({ size }) => size)).toEqual([7]);
    expect(chain.open(sign(old, 4), 0)?.size).toBe(4);
    expect(chain.open(sign(old, 6), 0)).toBeNull();
    expect(chain.rest()).toHaveLength(1);
  });

  it("is never signed with by a worker that read it before it was handed on", async () => {
    const before = await database.db.select({ id: auditKeys.id }).from(auditKeys).where(sql`retired_at is null and not waits`);
    await startNextKey(system());
    await aSealedLog(database.parts, { events: 4, checkpoints: 1 });
    await aSealedLog(database.parts, { events: 4, checkpoints: 1 });
    await sealLog(system(), origin);
    const { rows } = await database.db.$client.query<{ key_id: number }>("select key_id from audit_checkpoints order by size desc limit 1");
    expect(rows[0]?.key_id).not.toBe(before[0]?.id);
  });
});
