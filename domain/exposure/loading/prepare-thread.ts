import { parentPort, workerData } from "node:worker_threads";
import type { CsvSlice } from "../files/csv-records";
import { prepareSlice, type PrepareSetup } from "./prepare-slice";

// Judging and sealing on a core of their own while the main thread reads and PostgreSQL writes. Buffers come over as plain arrays of bytes.
const { setup: sent } = workerData as { setup: PrepareSetup };
const { seal, index, content } = sent.keys;
const setup: PrepareSetup = { ...sent, erased: sent.erased && { ...sent.erased, key: Buffer.from(sent.erased.key) }, keys: { seal: { id: seal.id, bytes: Buffer.from(seal.bytes) }, index: Buffer.from(index), content: Buffer.from(content) } };

parentPort?.on("message", (slice: CsvSlice) => {
  const { subjects, contacts, links, ...rest } = prepareSlice(slice, setup);
  const parts = [subjects, contacts, links].map((part) => new Uint8Array(part.buffer as ArrayBuffer, part.byteOffset, part.byteLength));
  parentPort?.postMessage({ parts, rest }, parts.map((part) => part.buffer));
});
