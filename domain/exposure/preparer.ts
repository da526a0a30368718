import { Worker } from "node:worker_threads";
import type { KeyProvider } from "@/lib/keys";
import { prepareRows, type PortableRow, type PreparedRows } from "./prepare-rows";
import type { ImportRun } from "./types";

export interface Preparer {
  prepare(rows: PortableRow[]): Promise<PreparedRows>;
  close(): Promise<void>;
}

/** A thread starts as plain JavaScript and loads TypeScript itself: flags of the parent process do not reach it everywhere this runs. */
const BOOT = `const { workerData } = require("node:worker_threads");
import("tsx/esm/api").then(({ register }) => { register(); return import(workerData.entry); });`;

/** Below this size a thread takes longer to start than the work takes. */
const SMALL_FILE = 4_000_000;

/** Get what seals and indexes rows: a thread of its own, or for a small file this one. Batches come back in the order they were given. */
export async function startPreparer(keys: KeyProvider, run: Pick<ImportRun, "incidentId" | "version" | "bytesTotal">): Promise<Preparer> {
  const { incidentId, version } = run;
  const [sealKey, index, content] = await Promise.all([keys.current("seal", incidentId), keys.current("blind-index", incidentId), keys.current("content-mac", incidentId)]);
  if (run.bytesTotal < SMALL_FILE) {
    const here = { seal: sealKey, index: index.bytes, content: content.bytes };
    return { prepare: (rows) => Promise.resolve(prepareRows(rows, incidentId, version, here)), close: () => Promise.resolve() };
  }
  const thread = new Worker(BOOT, {
    eval: true,
    workerData: {
      entry: new URL("./prepare-thread.ts", import.meta.url).href, incidentId, version, keys: { sealId: sealKey.id, seal: sealKey.bytes, index: index.bytes, content: content.bytes } },
  });
  const waiting: { resolve: (rows: PreparedRows) => void; reject: (error: Error) => void }[] = [];
  const fail = (error: Error) => {
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  thread.on("message", ([subjects, contacts, links]: [Uint8Array, Uint8Array, Uint8Array]) => {
    const asBuffer = (part: Uint8Array) => Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    waiting.shift()?.resolve({ subjects: asBuffer(subjects), contacts: asBuffer(contacts), links: asBuffer(links) });
  });
  thread.on("error", fail);
  thread.on("exit", () => fail(new Error("the sealing thread ended")));
  return {
    prepare: (rows) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        thread.postMessage(JSON.stringify(rows));
      }),
    async close() {
      thread.removeAllListeners("exit");
      await thread.terminate();
    },
  };
}
