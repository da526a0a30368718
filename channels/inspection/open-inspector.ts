import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { inspectionHead, type EvidenceDefect, type Inspection, type Inspector } from "@/domain/evidence/types";
import type { DocumentInspection } from "@/domain/programmes/types";

type InspectionHead = z.output<typeof inspectionHead>;
type Child = ChildProcessByStdio<Writable, Readable, null>;

/** Limits of the process that reads a file. The kernel holds it to its data and its seconds of work; the pause it may take is ours to end. */
const LIMITS = { dataMegabytes: 640, heapMegabytes: 256, workSeconds: 40, wallMs: 60_000, answerBytes: 64_000_000 } as const;

/** How Node.js starts the process: the sources as they are. */
const SOURCES = ["--import", "tsx/esm", fileURLToPath(new URL("./inspect-child.ts", import.meta.url))];
/** The shell sets the limits and becomes the process. Where a system knows one of them not, the others hold. */
const BOOT = `ulimit -c 0; ulimit -d ${LIMITS.dataMegabytes * 1024} 2>/dev/null; ulimit -t ${LIMITS.workSeconds} 2>/dev/null; exec "$@"`;

export interface InspectorOptions {
  /** Milliseconds after which a process is ended. */
  wallMs?: number;
  /** Is told of each process that was started. */
  onChild?: (pid: number) => void;
  /** Arguments for Node.js that start the process, where it was put together before. */
  program?: readonly string[];
}

/**
 * Open what inspects files, each in a process of its own that has no settings, no keys and no connection of ours, ends with the file, and is ended when it takes too much.
 * A file that breaks its process is too complex; a process that never got ready is a fault, and says nothing about the file.
 */
export function openInspector({ wallMs = LIMITS.wallMs, onChild, program = SOURCES }: InspectorOptions = {}): Inspector & DocumentInspection["judge"] {
  const ask = async (what: "inspect" | "judge", bytes: AsyncIterable<Buffer>) => {
    const child = start([...program, what]);
    if (child.pid !== undefined) onChild?.(child.pid);
    const late = setTimeout(() => end(child), wallMs);
    try {
      const ended = new Promise<void>((resolve, reject) => child.once("error", reject).once("close", () => resolve()));
      // A process that goes away in the middle takes no more; what it answered decides.
      child.stdin.on("error", () => undefined);
      const [output] = await Promise.all([collect(child), feed(child, bytes), ended]);
      return output;
    } finally {
      clearTimeout(late);
      end(child);
    }
  };
  return {
    inspect: async (bytes) => read(await ask("inspect", bytes)),
    judge: async (bytes) => verdictOf(readHead(await ask("judge", bytes)).head),
  };
}

function start(program: readonly string[]): Child {
  const args = ["-c", BOOT, "inspect", process.execPath, `--max-old-space-size=${LIMITS.heapMegabytes}`, ...program];
  // A group of its own, so that ending it ends all of it.
  return spawn("/bin/sh", args, { env: { PATH: process.env.PATH ?? "", NODE_ENV: "production" }, stdio: ["pipe", "pipe", "ignore"], detached: true });
}

function end(child: Child): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
}

async function feed(child: Child, bytes: AsyncIterable<Buffer>): Promise<void> {
  const gone = new Promise<void>((resolve) => child.stdin.once("close", resolve));
  try {
    for await (const block of bytes) {
      if (!child.stdin.writable) break;
      if (!child.stdin.write(block)) await Promise.race([new Promise<void>((resolve) => child.stdin.once("drain", resolve)), gone]);
    }
  } catch (error) {
    end(child);
    throw error;
  }
  child.stdin.end();
}

async function collect(child: Child): Promise<Buffer> {
  const blocks: Buffer[] = [];
  let length = 0;
  for await (const block of child.stdout as AsyncIterable<Buffer>) {
    length += block.length;
    if (length > LIMITS.answerBytes) end(child);
    else blocks.push(block);
  }
  return Buffer.concat(blocks);
}

const broken = { ok: false, defect: "too-complex" } as const;

/** Read an answer: the letter that says the process was ready, the length of a head, the head in JSON, then the file made anew. The process is not believed more than it needs. */
function readHead(output: Buffer): { head: InspectionHead; bytes: Buffer } {
  if (output.length === 0) throw new Error("the process that inspects files did not start");
  const start = output.length < 5 ? Infinity : 5 + output.readUInt32BE(1);
  if (output.length < start) return { head: broken, bytes: Buffer.alloc(0) };
  return { head: inspectionHead.safeParse(parsed(output.toString("utf8", 5, start))).data ?? broken, bytes: output.subarray(start) };
}

function verdictOf(head: InspectionHead): EvidenceDefect | null {
  return head.ok ? null : head.defect;
}

function read(output: Buffer): Inspection {
  const { head, bytes } = readHead(output);
  if (!head.ok) return head;
  if (bytes.length === 0) return broken;
  return { ok: true, type: head.type, bytes, perceptualHash: head.perceptualHash === null ? null : Buffer.from(head.perceptualHash, "hex") };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
