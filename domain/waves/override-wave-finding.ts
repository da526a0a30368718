import { authorise, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { recordOverride } from "../notices/lint/override-finding";
import { mayApproveNotices } from "../notices/policy";
import { getTemplateVersionForUpdate } from "../notices/queries";
import { judgeWave } from "./check-wording";
import { overrideWaveFindingInput } from "./input";
import { getWaveForUpdate } from "./queries/read-wave";

/** Pass over what the check found in a wave's words for its audience, with a reason. Whoever wrote the words may not, and nobody may pass over what the law asks for. @throws {Forbidden} @throws {Invalid} @throws {Conflict} */
export async function overrideWaveFinding(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayApproveNotices);
  const { waveId, finding, reason } = parseInput(overrideWaveFindingInput, raw);
  await withTransaction(ctx, async (tx) => {
    const wave = await getWaveForUpdate(tx, waveId);
    if (wave.state !== "draft" && wave.state !== "in-review") throw new Conflict("wave-not-in-review");
    const version = await getTemplateVersionForUpdate(tx, wave.templateVersionId);
    const judged = await judgeWave(tx, ctx, wave);
    await recordOverride(tx, ctx, version, judged?.findings ?? [], { edit: version.edit, finding, reason });
  });
}
