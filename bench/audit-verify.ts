import { createHash, generateKeyPairSync, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { finished } from "node:stream/promises";
import { canonicalEvent } from "@/domain/audit/log/canonical";
import { leafHash, TreeEdge } from "@/domain/audit/log/merkle";
import { signCheckpoint, type NoteVerifier } from "@/domain/audit/log/signed-note";
import { verifyLog } from "@/domain/audit/log/verify-log";
import { median, type BenchOptions, type Result } from "./result";

const ORIGIN = "claims.haneul.example/audit";
const MUST_SECONDS_PER_MILLION = 30;
/** A checkpoint after so many events: a busy minute. */
const SEALED_EVERY = 700;
const ROUNDS = 3;

/** What it takes to verify an export of 1,000,000 events, against plain SHA-256 over the same file. */
export async function run({ quick }: BenchOptions): Promise<Result> {
  const events = quick ? 100_000 : 1_000_000;
  const dir = mkdtempSync(path.join(os.tmpdir(), "amends-bench-audit-"));
  try {
    const file = path.join(dir, "log.jsonl");
    const verifier = await writeLog(file, events);
    const rounds: { seconds: number; plain: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push({ plain: await timed(() => hashFile(file)), seconds: await timed(() => verifyFile(file, verifier, events)) });
    const { seconds, plain } = median(rounds, (round) => round.seconds);
    const most = (MUST_SECONDS_PER_MILLION * events) / 1_000_000;
    return {
      name: "audit-verify",
      figure: seconds,
      unit: "s",
      baseline: plain,
      ratio: seconds / plain,
      must: `≤ ${most} s`,
      ok: seconds <= most,
      note: `${events.toLocaleString("en")} events (${Math.round(statSync(file).size / 1e6)} MB) with a checkpoint every ${SEALED_EVERY}, against SHA-256 of the file; ${Math.round(process.memoryUsage().rss / 1e6)} MB`,
    };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** The lines that an export has, without the database that takes longer to fill than to verify. */
async function writeLog(file: string, events: number): Promise<NoteVerifier> {
  const pair = generateKeyPairSync("ed25519");
  const publicKey = Buffer.from(pair.publicKey.export({ format: "jwk" }).x ?? "", "base64url");
  const out = createWriteStream(file);
  const edge = new TreeEdge();
  let lines: string[] = [JSON.stringify({ format: "amends-audit-1", size: events, made: new Date().toISOString() })];
  for (let seq = 0; seq < events; seq++) {
    const event = canonicalEvent({
      action: "claim.reveal", actorId: randomUUID(), actorKind: "staff", at: "2026-11-28T09:00:00.000000Z", details: { fields: ["email", "phone"], stage: "in-review" }, id: randomUUID(),
      incidentId: randomUUID(), objectId: randomUUID(), objectKind: "claim", reason: "전화로 문의한 신청 확인", requestId: randomUUID(), xid: String(seq),
    });
    const leaf = leafHash(Buffer.from(event));
    lines.push(`{"seq":${seq},"leaf":"${leaf.toString("base64")}","event":${event}}`);
    for (const node of edge.push(leaf)) if (node.level === 8) lines.push(JSON.stringify({ tile: node.index, hash: node.hash.toString("base64") }));
    if ((seq + 1) % SEALED_EVERY === 0 || seq + 1 === events) lines.push(JSON.stringify({ checkpoint: signCheckpoint({ origin: ORIGIN, size: seq + 1, root: edge.root() }, publicKey, pair.privateKey) }));
    if (lines.length > 2_000) {
      if (!out.write(`${lines.join("\n")}\n`)) await once(out, "drain");
      lines = [];
    }
  }
  await finished(out.end(`${lines.join("\n")}\n`));
  return { name: ORIGIN, publicKey };
}

const read = (file: string) => createReadStream(file, { highWaterMark: 1 << 20 });

async function hashFile(file: string): Promise<void> {
  const hash = createHash("sha256");
  for await (const part of read(file)) hash.update(part as Buffer);
  hash.digest();
}

async function verifyFile(file: string, verifier: NoteVerifier, events: number): Promise<void> {
  const { sealed, findings } = await verifyLog(read(file), { verifiers: [verifier], onFinding: () => undefined });
  if (sealed !== events || findings !== 0) throw new Error(`${sealed} of ${events} events are sealed, ${findings} findings`);
}

async function timed(act: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await act();
  return (performance.now() - began) / 1_000;
}
