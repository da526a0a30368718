import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { lookupLatencies } from "@/db/schema/lookups";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";

/** How long a measurement counts, and how often a process writes down what it has measured. */
const WINDOW_MS = 30_000;
const WRITE_MS = 5_000;
/** Measurements kept at most; more of them say nothing more about a percentile. */
const MOST = 2_000;

const processId = randomUUID();
let measured: { at: number; ms: number }[] = [];
let written = 0;

/** Measure one lookup from its question to its answer. Every few seconds what this process measured is written down for whoever sets the pace of waves. */
export async function measureLookup<T>(ctx: Pick<Context, "db">, lookup: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const answer = await lookup();
  const now = performance.now();
  measured.push({ at: now, ms: now - began });
  if (now - written > WRITE_MS) {
    written = now;
    measured = measured.filter(({ at }) => now - at <= WINDOW_MS).slice(-MOST);
    const sorted = measured.map(({ ms }) => ms).sort((a, b) => a - b);
    const figures = { at: sql`clock_timestamp()`, lookups: sorted.length, p95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? 0 };
    await ctx.db.insert(lookupLatencies).values({ process: processId, ...figures }).onConflictDoUpdate({ target: lookupLatencies.process, set: figures });
    await ctx.db.delete(lookupLatencies).where(sql`at < clock_timestamp() - interval '1 hour'`);
  }
  return answer;
}

/** The slowest web process's 95th percentile of the last half minute, in milliseconds; null when nobody looked anything up. */
export async function recentLookupLatency(db: Executor): Promise<number | null> {
  const { rows } = await db.execute<{ ms: number | null }>(sql`select max(p95_ms) as ms from lookup_latencies where at > clock_timestamp() - make_interval(secs => ${WINDOW_MS / 1000})`);
  return rows[0]?.ms ?? null;
}
