import { enqueue, type When } from "../kernel/job";
import type { Executor } from "../kernel/transaction";
import { governWaveJob, sendRangeJob } from "./jobs";

/** How many wake-ups of one wave there are at a time: as many ranges can be worked on at once, over all worker processes. */
const LANES = 8;

/** Wake workers for a wave in the caller's transaction, and whoever looks after its pace. Asking twice makes one run per lane. */
export async function wakeWave(tx: Executor, waveId: string): Promise<void> {
  await wakeGovernor(tx, waveId);
  for (let lane = 0; lane < LANES; lane++) await wakeLane(tx, waveId, lane);
}

export async function wakeLane(tx: Executor, waveId: string, lane: number | "later", runAt?: When): Promise<void> {
  await enqueue(tx, sendRangeJob, { waveId, lane }, { key: `${sendRangeJob.name}:${waveId}:${lane}`, runAt });
}

export async function wakeGovernor(tx: Executor, waveId: string, runAt?: When): Promise<void> {
  await enqueue(tx, governWaveJob, { waveId }, { key: `${governWaveJob.name}:${waveId}`, runAt });
}
