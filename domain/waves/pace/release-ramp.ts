import { and, eq } from "drizzle-orm";
import { wavePaces } from "@/db/schema/waves";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { waveIdInput } from "../input";
import { mayReleaseRamps } from "../policy";
import { getWaveForUpdate } from "../queries/read-wave";
import { wakeWave } from "../wake-wave";

/** Let a wave go on that holds after the first part of its ramp. A second release is a Conflict. @throws {Forbidden} @throws {StaleProof} @throws {Conflict} when it does not hold */
export async function releaseRamp(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayReleaseRamps);
  const { staffId } = requireStaffActor(ctx);
  const { waveId } = parseInput(waveIdInput, raw);
  await withTransaction(ctx, async (tx) => {
    const wave = await getWaveForUpdate(tx, waveId);
    const released = await tx
      .update(wavePaces)
      .set({ rampLeft: null, rampHeldAt: null, rampReleasedBy: staffId, why: wave.pace.perSecond === null ? "free" : "limit", perSecond: wave.pace.perSecond })
      .where(and(eq(wavePaces.waveId, waveId), eq(wavePaces.domain, ""), eq(wavePaces.rampLeft, 0)))
      .returning({ waveId: wavePaces.waveId });
    if (released.length === 0) throw new Conflict("ramp-does-not-hold");
    await recordAudit(tx, ctx, { action: "wave.release-ramp", object: { kind: "wave", id: waveId }, incidentId: wave.incidentId });
    if (wave.state === "sending") await wakeWave(tx, waveId);
  });
}
