import { fork, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { startWorkerProcess } from "@/test/worker-process";
import { BENCH_KEY, type BenchDatabase } from "./database";

export interface Sink {
  port: number;
  child: ChildProcess;
}

/** A relay in a process of its own; it ends when it is disconnected. */
export async function startSink(): Promise<Sink> {
  const child = fork("bench/smtp-sink.ts", { execArgv: ["--import", "tsx"], stdio: "inherit" });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("message", (message: { port: number }) => resolve(message.port));
    child.once("error", reject);
  });
  return { port, child };
}

/** A real worker process as it runs in service. */
export function startBenchWorker(database: BenchDatabase, relayPort: number, settings: Record<string, string> = {}): Promise<ChildProcess> {
  return startWorkerProcess(database.url, relayPort, { AMENDS_KEY: BENCH_KEY, WAVE_CONNECTIONS: "10", ...settings });
}

/** End a worker as an operator does. */
export function endWorker(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}

/** Messages of a wave that the relay has taken, by its counters. */
export async function accepted({ db }: BenchDatabase, waveId: string): Promise<number> {
  const { rows } = await db.execute<{ n: string }>(sql`select coalesce(sum(accepted), 0) as n from wave_ranges where wave_id = ${waveId}`);
  return Number(rows[0]?.n);
}

/** Wait until a wave has come so far. Returns the moment, by this process's timer. */
export async function reach(database: BenchDatabase, waveId: string, messages: number, every = 50): Promise<number> {
  for (;;) {
    if ((await accepted(database, waveId)) >= messages) return performance.now();
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}

/** Most memory a process has had resident, in MB, by the kernel's own mark; 0 where there is no /proc. */
export function peakMemory(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
  } catch {
    return 0;
  }
}

const TICKS = 100;

/** Seconds of processor that processes, or (`of` 2) their children that are gone, have used so far; a process that is gone itself counts nothing. */
export function processorSeconds(pids: readonly number[], of: 0 | 2 = 0): number {
  let ticks = 0;
  for (const pid of pids) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
      ticks += Number(fields[11 + of]) + Number(fields[12 + of]);
    } catch {
      continue;
    }
  }
  return ticks / TICKS;
}

/** Seconds for which any processor of the machine was busy so far, whoever with; NaN where there is no /proc. */
function machineSeconds(): number {
  try {
    const [, user, nice, system, , , irq, soft, steal] = (readFileSync("/proc/stat", "utf8").split("\n")[0] ?? "").split(/\s+/).map(Number);
    return [user, nice, system, irq, soft, steal].reduce<number>((sum, ticks) => sum + (ticks ?? 0), 0) / TICKS;
  } catch {
    return Number.NaN;
  }
}

/** Seconds of processor that the database server has used so far, with those who have come and gone. */
export async function serverSeconds({ db, pid }: BenchDatabase): Promise<number> {
  const { rows } = await db.execute<{ pid: number }>(sql`select pid from pg_stat_activity`);
  return processorSeconds(rows.map((row) => row.pid)) + processorSeconds([pid], 2);
}

/** Processors that each part of a wave kept busy: seconds so far, or, over a stretch of time, a mean in which 1 is a whole processor. */
export interface Busy {
  senders: number;
  database: number;
  relay: number;
  machine: number;
}

/** Seconds of processor used so far; those of the senders are told by who has them. */
export async function processorsUsed(database: BenchDatabase, relay: Sink, senders: number): Promise<Busy> {
  return { senders, database: await serverSeconds(database), relay: processorSeconds([relay.child.pid ?? 0]), machine: machineSeconds() };
}

export function busyBetween(before: Busy, after: Busy, seconds: number): Busy {
  const mean = (of: keyof Busy) => (after[of] - before[of]) / seconds;
  return { senders: mean("senders"), database: mean("database"), relay: mean("relay"), machine: mean("machine") };
}

export function toldBusy({ senders, database, relay, machine }: Busy): string {
  return `${senders.toFixed(2)} senders + ${database.toFixed(2)} database + ${relay.toFixed(2)} relay, the whole machine ${machine.toFixed(2)}`;
}
