import { enqueue } from "../kernel/job";
import type { Executor } from "../kernel/transaction";
import { sendRangeJob } from "./jobs";

/** How many wake-ups of one wave there are at a time: as many ranges can be worked on at once, over all worker processes. */
const LANES = 8;

/** Wake workers for a wave in the caller's transaction. Asking twice makes one run per lane. */
export async function wakeWave(tx: Executor, waveId: string): Promise<void> {
  for (let lane = 0; lane < LANES; lane++) await wakeLane(tx, waveId, lane);
}

export async function wakeLane(tx: Executor, waveId: string, lane: number | "later", runAt?: Date): Promise<void> {
  await enqueue(tx, sendRangeJob, { waveId, lane }, { key: `${sendRangeJob.name}:${waveId}:${lane}`, runAt });
}
