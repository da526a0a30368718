import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, auditLeaves } from "@/db/schema/audit";
import { aSealedLog } from "@/test/audit-log";
import { startCli } from "@/test/cli";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { leafHash, treeHash } from "./merkle";
import { proveConsistency, proveInclusion, verifyConsistency, verifyInclusion } from "./proofs";
import { proveEvent } from "./prove-event";
import { writeVerifier } from "./signed-note";
import { listVerifiers } from "./signing-key";
import { verifyProof } from "./verify-proof";

const database = useDatabase();

/** The leaves that Certificate Transparency publishes for implementers of RFC 6962, and proofs over all eight of them. */
const leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"].map((input) => leafHash(Buffer.from(input, "hex")));
const read = (level: number, index: number) => Promise.resolve(treeHash(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)));
const head = (size: number) => ({ size, root: treeHash(leaves.slice(0, size)) });
const hex = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString("hex"));

describe("proofs of RFC 9162", () => {
  it("are those that are published", async () => {
    const path = ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"];
    expect(hex(await proveInclusion(read, 0, 8))).toEqual(path);
    expect(hex(await proveConsistency(read, 1, 8))).toEqual(path);
    expect(hex(await proveConsistency(read, 6, 8))).toEqual(["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"]);
    expect(hex(await proveConsistency(read, 2, 5))).toEqual(["5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"]);
  });

  // The tree of RFC 9162 § 2.1.5: seven leaves.
  it("have the lengths of the RFC's example", async () => {
    const lengths = await Promise.all([0, 3, 4, 6].map(async (seq) => (await proveInclusion(read, seq, 7)).length));
    expect(lengths).toEqual([3, 3, 3, 2]);
    const consistency = await Promise.all([3, 4, 6].map(async (old) => (await proveConsistency(read, old, 7)).length));
    expect(consistency).toEqual([4, 1, 3]);
  });

  it("hold for every leaf and every pair of sizes, and for nothing else", async () => {
    for (let size = 1; size <= 8; size++) {
      for (const [seq, leaf] of leaves.slice(0, size).entries()) {
        const proof = await proveInclusion(read, seq, size);
        expect(verifyInclusion(leaf, seq, head(size), proof)).toBe(true);
        expect(verifyInclusion(leafHash(Buffer.from("other")), seq, head(size), proof)).toBe(false);
        expect(verifyInclusion(leaf, seq + 1, head(size), proof)).toBe(false);
        expect(verifyInclusion(leaf, seq, head(size), [...proof, leaf])).toBe(false);
        if (proof.length > 0) expect(verifyInclusion(leaf, seq, head(size), proof.slice(1))).toBe(false);
      }
      for (let old = 1; old <= size; old++) {
        const proof = await proveConsistency(read, old, size);
        expect(verifyConsistency(head(old), head(size), proof)).toBe(true);
        expect(verifyConsistency({ size: old, root: leafHash(Buffer.from("fork")) }, head(size), proof)).toBe(false);
        expect(verifyConsistency(head(old), { size, root: leafHash(Buffer.from("fork")) }, proof)).toBe(false);
        expect(verifyConsistency(head(old), head(size), [...proof, leafHash(Buffer.from("more"))])).toBe(false);
      }
    }
  });
});

it("proves an event out of the stored hashes, and the proof fails when anything in it is changed", async () => {
  await aSealedLog(database.parts, { events: 900, checkpoints: 3 });
  const ctx = staffContext(database.parts, ["auditor"]);
  const verifiers = await listVerifiers(ctx);
  for (const seq of [0, 255, 256, 299, 300, 611, 899]) {
    const [leaf] = await database.db.select({ id: auditLeaves.eventId }).from(auditLeaves).where(eq(auditLeaves.seq, seq));
    const proof = await proveEvent(ctx, leaf?.id ?? "");
    expect(proof.newest === null).toBe(seq >= 600);
    expect(verifyProof(JSON.parse(JSON.stringify(proof)), verifiers)).toBe(true);
    expect(verifyProof({ ...proof, event: proof.event.replace("by phone", "by letter") }, verifiers)).toBe(false);
    expect(verifyProof({ ...proof, seq: seq + 1 }, verifiers)).toBe(false);
    expect(verifyProof({ ...proof, checkpoint: proof.checkpoint.replace(/\n(\d+)\n/, "\n1$1\n") }, verifiers)).toBe(false);
    if (proof.newest) expect(verifyProof({ ...proof, newest: { ...proof.newest, consistency: [] } }, verifiers)).toBe(false);
    expect(verifyProof(proof, [])).toBe(false);
  }
  expect(await database.db.$count(auditEvents, eq(auditEvents.action, "audit.prove"))).toBe(7);
  await expect(proveEvent(ctx, "00000000-0000-4000-8000-000000000000")).rejects.toThrow("audit-event");
  await expect(proveEvent(staffContext(database.parts, ["support"]), "00000000-0000-4000-8000-000000000000")).rejects.toThrow("forbidden");
});

it("the command proves an event, and checks the proof without the database", async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), "amends-proof-"));
  const [leaf] = await database.db.select({ id: auditLeaves.eventId }).from(auditLeaves).where(eq(auditLeaves.seq, 411));
  const [verifier] = await listVerifiers(staffContext(database.parts, ["auditor"]));
  const key = verifier ? writeVerifier(verifier) : "";
  const nowhere = "postgres://nobody@127.0.0.1:1/nothing";
  const proven = await startCli(database.url, ["audit", "prove", leaf?.id ?? ""]).ended;
  expect(proven).toMatchObject({ status: 0, err: "" });
  const file = path.join(dir, "proof.json");
  writeFileSync(file, proven.out);
  expect(await startCli(nowhere, ["audit", "check", file, "--key", key]).ended).toMatchObject({ status: 0 });
  writeFileSync(file, proven.out.replace("by phone", "by letter"));
  expect(await startCli(nowhere, ["audit", "check", file, "--key", key]).ended).toMatchObject({ status: 1 });
  expect(await startCli(database.url, ["audit", "prove", "nothing"]).ended).toMatchObject({ status: 1 });
  rmSync(dir, { recursive: true });
}, 60_000);
