import { parentPort, workerData } from "node:worker_threads";
import { prepareRows, type PortableRow, type PrepareKeys } from "./prepare-rows";

interface ThreadData {
  incidentId: string;
  version: number;
  keys: { sealId: number; seal: Uint8Array; index: Uint8Array; content: Uint8Array };
}

// Sealing and hashing on a core of their own while the main thread reads and PostgreSQL writes.
const { incidentId, version, keys: raw } = workerData as ThreadData;
const keys: PrepareKeys = { seal: { id: raw.sealId, bytes: Buffer.from(raw.seal) }, index: Buffer.from(raw.index), content: Buffer.from(raw.content) };

parentPort?.on("message", (batch: string) => {
  const { subjects, contacts, links } = prepareRows(JSON.parse(batch) as PortableRow[], incidentId, version, keys);
  const parts = [subjects, contacts, links].map((part) => new Uint8Array(part.buffer as ArrayBuffer, part.byteOffset, part.byteLength));
  parentPort?.postMessage(parts, parts.map((part) => part.buffer));
});
