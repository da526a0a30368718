import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { enterReview } from "./enter-review";
import { waveIdInput } from "./input";
import { mayEditWaves } from "./policy";
import { getWaveForUpdate } from "./queries/read-wave";
import { whyNotSubmittable } from "./rules";
import type { Wave } from "./types";

/**
 * Ask for a wave to be approved: its audience is counted exactly in the published dataset and one hash names all that is to be approved. Where counting takes a job, the
 * draft goes into review by itself when that is done. @throws {Forbidden} @throws {Invalid} @throws {Conflict}
 */
export async function submitWave(ctx: Context, raw: unknown): Promise<Wave> {
  authorise(ctx, mayEditWaves);
  const { staffId } = requireStaffActor(ctx);
  const { waveId } = parseInput(waveIdInput, raw);
  return withTransaction(ctx, async (tx) => {
    const wave = await getWaveForUpdate(tx, waveId);
    const refusal = whyNotSubmittable(wave);
    if (refusal) throw refusal;
    return enterReview(tx, ctx, wave, staffId);
  });
}
