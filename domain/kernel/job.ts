import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Executor } from "./transaction";

/** A kind of background work: `slice/verb`, and the schema of its payload. Payloads are ids, never personal data. */
export interface Job<S extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly payload: S;
  readonly maxAttempts: number;
  /** `bulk` work may wait behind `person` work (codes, claim mails), which has its own connections. */
  readonly lane: "person" | "bulk";
}

export function defineJob<S extends z.ZodType>(name: string, payload: S, options: { maxAttempts?: number; lane?: Job["lane"] } = {}): Job<S> {
  return { name, payload, maxAttempts: options.maxAttempts ?? 25, lane: options.lane ?? "bulk" };
}

/** A moment, or so many seconds from now. Both go by the database's clock: this machine's may be off. */
export type When = Date | number;

/**
 * Put a job on the queue in the caller's transaction: no commit, no job. With a `key` a job that is still waiting is replaced, so asking
 * twice makes one run. One whose moment has gone by runs at once.
 */
export async function enqueue<S extends z.ZodType>(
  tx: Executor,
  job: Job<S>,
  payload: z.input<S>,
  options: { key?: string; runAt?: When; queue?: string } = {},
): Promise<void> {
  const { runAt = null } = options;
  const moment = typeof runAt === "number" ? sql`clock_timestamp() + make_interval(secs => ${runAt})` : sql`${runAt?.toISOString() ?? null}::timestamptz`;
  const checked = JSON.stringify(job.payload.parse(payload));
  await tx.execute(sql`
    select enqueue_job(
      identifier => ${job.name}, payload => ${checked}::json, queue_name => ${options.queue ?? null},
      run_at => ${moment}, max_attempts => ${job.maxAttempts},
      job_key => ${options.key ?? null}, priority => ${job.lane === "person" ? -10 : 0})`);
}
