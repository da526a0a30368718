import { sql } from "drizzle-orm";
import { enqueue, type When } from "../kernel/job";
import type { Executor } from "../kernel/transaction";
import { freezeAudienceJob, governWaveJob, sendRangeJob } from "./jobs";

/** How many wake-ups of one wave there are at a time: as many ranges can be worked on at once, over all worker processes. */
const LANES = 8;

/** Wake workers for a wave in the caller's transaction, and whoever looks after its pace. Asking twice makes one run per lane. */
export async function wakeWave(tx: Executor, waveId: string): Promise<void> {
  await wakeGovernor(tx, waveId);
  for (let lane = 0; lane < LANES; lane++) await wakeLane(tx, waveId, lane);
}

/**
 * Have a wave's audience taken, at its hour if it has one. Asked for again while it is taken, it waits until that has ended, and then finds nothing to do.
 */
export async function wakeFreezing(tx: Executor, waveId: string, runAt?: When): Promise<void> {
  const key = `${freezeAudienceJob.name}:${waveId}`;
  await enqueue(tx, freezeAudienceJob, { waveId }, { key, queue: key, runAt });
}

/** Wake the taking of every audience that is due: one that failed waits by the queue's own pauses, which grow to hours. */
export async function wakeDueFreezings(tx: Executor): Promise<void> {
  const { rows } = await tx.execute<{ id: string }>(sql`select id from waves where state = 'freezing' or (state in ('approved', 'scheduled') and coalesce(scheduled_at, '-infinity') <= clock_timestamp())`);
  for (const { id } of rows) await wakeFreezing(tx, id);
}

export async function wakeLane(tx: Executor, waveId: string, lane: number | "later", runAt?: When): Promise<void> {
  await enqueue(tx, sendRangeJob, { waveId, lane }, { key: `${sendRangeJob.name}:${waveId}:${lane}`, runAt });
}

export async function wakeGovernor(tx: Executor, waveId: string, runAt?: When): Promise<void> {
  await enqueue(tx, governWaveJob, { waveId }, { key: `${governWaveJob.name}:${waveId}`, runAt });
}
