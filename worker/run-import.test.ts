import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { afterEach, expect, it, vi } from "vitest";
import { freePort } from "@/db/embedded-postgres";
import { importPieces, importUploads } from "@/db/schema/exposure";
import { dryRunImport } from "@/domain/exposure/dry-run-import";
import { importUpload } from "@/domain/exposure/import-upload";
import { getDataset } from "@/domain/exposure/queries";
import { readUpload } from "@/domain/exposure/read-upload";
import { storeUpload } from "@/domain/exposure/store-upload";
import { sampleLines } from "@/domain/exposure/sample/subject-sample";
import { openKeyRing } from "@/domain/keys/key-ring";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { processEnv, processKey } from "@/test/cli";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { anIncident } from "@/test/incidents";
import { amends } from "@/test/program";

const database = useDatabase();
const children: ChildProcess[] = [];
const security = () => staffContext({ ...database.parts, keys: openKeyRing(database.db, loadKeyEncryptionKey(processKey)) }, ["security"]);
const options = { mode: "add", asOf: "2025-12-03T18:00:00+09:00" };

afterEach(async () => {
  await Promise.all(
    children.splice(0).map((child) => {
      const gone = new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once("exit", resolve) : resolve(null)));
      child.kill("SIGKILL");
      return gone;
    }),
  );
});

async function startWorkerProcess(): Promise<ChildProcess> {
  const child = spawn(process.execPath, amends(["worker"]), {
    env: processEnv(database.url, { WORKER_PORT: String(await freePort()) }),
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  children.push(child);
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("exit", (code) => reject(new Error(`worker ended with ${code}`)));
  });
  return child;
}

it("stores an upload sealed, gives it back byte for byte, and has a worker load it", async () => {
  const { id } = await anIncident(database.db);
  const file = Buffer.from([...sampleLines({ people: 5_000, seed: 6, defects: 0.02 })].join(""));
  const ctx = security();
  const stored = await storeUpload(ctx, { incidentId: id, fileName: "people.csv" }, Readable.toWeb(Readable.from(split(file))) as ReadableStream<Uint8Array>);
  expect(stored).toMatchObject({ bytes: file.length, hash: createHash("sha256").update(file).digest() });
  const pieces = await database.db.select({ sealed: importPieces.sealed }).from(importPieces);
  expect(pieces.length).toBe(Math.ceil(file.length / (1 << 20)));
  for (const { sealed } of pieces) expect(sealed.includes("example.com")).toBe(false);
  expect(Buffer.concat(await readUpload(ctx, stored.uploadId).toArray()).equals(file)).toBe(true);
  expect(await dryRunImport(ctx, id, readUpload(ctx, stored.uploadId))).toMatchObject({ accepted: 4_900, rejected: 100 });

  const started = await importUpload(ctx, { ...options, uploadId: stored.uploadId });
  expect(started).toMatchObject({ kind: "new", version: 1 });
  await startWorkerProcess();
  await vi.waitFor(async () => expect(await getDataset(ctx, id, 1)).toMatchObject({ state: "draft", people: 4_900, import: { state: "done", accepted: 4_900, rejected: 100 } }), { timeout: 40_000, interval: 200 });
  expect(await database.db.$count(importUploads)).toBe(0);

  const again = await storeUpload(ctx, { incidentId: id, fileName: "again.csv" }, Readable.from(split(file)));
  expect(await importUpload(ctx, { ...options, uploadId: again.uploadId })).toEqual({ kind: "same-file", version: 1 });
  expect(await database.db.$count(importUploads)).toBe(0);
}, 60_000);

it("drops the draft of a file that is no table of people, and says why", async () => {
  const { id } = await anIncident(database.db);
  const ctx = security();
  const { uploadId } = await storeUpload(ctx, { incidentId: id, fileName: "empty.csv" }, Readable.from([Buffer.from("ref,email\n")]));
  await importUpload(ctx, { ...options, uploadId });
  await startWorkerProcess();
  await vi.waitFor(async () => expect(await getDataset(ctx, id, 1)).toMatchObject({ state: "dropped", import: { state: "failed", error: "file-header-only" } }), { timeout: 30_000, interval: 200 });
  expect(await database.db.$count(importUploads)).toBe(0);
}, 60_000);

it("leaves nothing of an upload that breaks off", async () => {
  const { id } = await anIncident(database.db);
  const broken = Readable.from(
    (function* () {
      yield Buffer.alloc(3 << 20, "a");
      throw new Error("the sender went away");
    })(),
  );
  await expect(storeUpload(security(), { incidentId: id, fileName: "broken.csv" }, broken)).rejects.toThrow("went away");
  expect(await database.db.$count(importPieces)).toBe(0);
  expect(await database.db.$count(importUploads)).toBe(0);
});

function* split(file: Buffer): Generator<Buffer> {
  for (let at = 0; at < file.length; at += 70_001) yield file.subarray(at, at + 70_001);
}
