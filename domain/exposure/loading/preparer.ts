import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { CsvSlice } from "../files/csv-records";
import { prepareSlice, type PreparedSlice, type PrepareSetup } from "./prepare-slice";

export interface Preparer {
  /** How many slices are worth giving at once. */
  readonly width: number;
  prepare(slice: CsvSlice): Promise<PreparedSlice>;
  close(): Promise<void>;
}

/** A thread starts as plain JavaScript and loads TypeScript itself: flags of the parent process do not reach it everywhere this runs. */
const BOOT = `const { workerData } = require("node:worker_threads");
import("tsx/esm/api").then(({ register }) => { register(); return import(workerData.entry); });`;

/** Below this size a thread takes longer to start than the work takes. */
const SMALL_FILE = 4_000_000;
/** PostgreSQL is the next to be busy; more threads would only wait for it. */
const MOST_THREADS = 4;
/** Young objects die with their slice; a small nursery keeps a thread's memory small. */
const NURSERY_MB = 16;

type Waiting = { resolve: (slice: PreparedSlice) => void; reject: (error: Error) => void };

/** Get what judges, seals and indexes rows: threads of their own, or for a small file this one. */
export function startPreparer(setup: PrepareSetup, bytesTotal: number): Preparer {
  if (bytesTotal < SMALL_FILE) {
    return {
      width: 1,
      prepare: (slice) => new Promise((resolve) => resolve(prepareSlice(slice, setup))),
      close: () => Promise.resolve(),
    };
  }
  const threads = Array.from({ length: Math.min(availableParallelism(), MOST_THREADS) }, () => startThread(setup));
  let turn = 0;
  return {
    width: threads.length,
    prepare(slice) {
      const thread = threads[turn++ % threads.length];
      return thread ? thread.prepare(slice) : Promise.reject(new Error("no thread"));
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

function startThread(setup: PrepareSetup) {
  const thread = new Worker(BOOT, { eval: true, workerData: { entry: new URL("./prepare-thread.ts", import.meta.url).href, setup }, resourceLimits: { maxYoungGenerationSizeMb: NURSERY_MB } });
  const waiting: Waiting[] = [];
  const fail = (error: Error) => {
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  thread.on("message", ({ parts, rest }: { parts: [Uint8Array, Uint8Array, Uint8Array]; rest: Omit<PreparedSlice, "subjects" | "contacts" | "links"> }) => {
    const [subjects, contacts, links] = parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)) as [Buffer, Buffer, Buffer];
    waiting.shift()?.resolve({ ...rest, subjects, contacts, links });
  });
  thread.on("error", fail);
  thread.on("exit", () => fail(new Error("a sealing thread ended")));
  return {
    prepare: (slice: CsvSlice) =>
      new Promise<PreparedSlice>((resolve, reject) => {
        waiting.push({ resolve, reject });
        thread.postMessage(slice);
      }),
    async close() {
      thread.removeAllListeners("exit");
      await thread.terminate();
    },
  };
}
