import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { returnWaveInput } from "./input";
import { mayControlWaves } from "./policy";
import { changeWave, getWaveForUpdate } from "./queries/read-wave";
import { whyNotReturnable } from "./rules";
import type { Wave } from "./types";

/** Take a wave out of review, back to a draft that can be changed: its own people take it back, an approver sends it back and says why. @throws {Forbidden} @throws {Invalid} @throws {Conflict} */
export async function returnWave(ctx: Context, raw: unknown): Promise<Wave> {
  authorise(ctx, mayControlWaves);
  const { staffId } = requireStaffActor(ctx);
  const { waveId, reason } = parseInput(returnWaveInput, raw);
  return withTransaction(ctx, async (tx) => {
    const wave = await getWaveForUpdate(tx, waveId);
    const refusal = whyNotReturnable(wave, staffId, reason);
    if (refusal) throw refusal;
    const said = reason === "" ? null : reason;
    const draft = await changeWave(tx, waveId, { state: "draft", submittedBy: null, submittedAt: null, returnedBy: staffId, returnedAt: sql`clock_timestamp()`, returnedReason: said });
    await recordAudit(tx, ctx, { action: "wave.return", object: { kind: "wave", id: waveId }, incidentId: wave.incidentId, reason: said, details: { approvalHash: wave.approvalHash } });
    return draft;
  });
}
