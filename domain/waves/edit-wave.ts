import { sql } from "drizzle-orm";
import { waves } from "@/db/schema/waves";
import { requireKnownParts } from "../audiences/require-known-parts";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, Invalid, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { readTemplateVersion } from "../notices/queries";
import { editWaveInput } from "./input";
import { mayEditWaves } from "./policy";
import { changeWave, getWaveForUpdate } from "./queries/read-wave";
import { doubtPolicyOf, whyNotSubmittable } from "./rules";
import type { Wave } from "./types";

/**
 * Change a draft: its wording, its audience, how and when it goes. Whoever does cannot approve it, and an approval that was asked for and still waits for its number has to be asked for
 * again. @throws {Forbidden} @throws {Invalid} @throws {Conflict} when it is no draft or the wording is not approved
 */
export async function editWave(ctx: Context, raw: unknown): Promise<Wave> {
  authorise(ctx, mayEditWaves);
  const { staffId } = requireStaffActor(ctx);
  const { waveId, ...changes } = parseInput(editWaveInput, raw);
  return withTransaction(ctx, async (tx) => {
    const wave = await getWaveForUpdate(tx, waveId);
    const refusal = whyNotSubmittable(wave);
    if (refusal) throw refusal;
    const version = await readTemplateVersion(tx, changes.templateVersionId);
    if (version.incidentId !== wave.incidentId) throw new Invalid({ templateVersionId: ["choose-one"] });
    if (version.state !== "approved") throw new Conflict("wording-not-approved");
    await requireKnownParts(tx, wave.incidentId, changes.audience);
    const edited = await changeWave(tx, waveId, {
      ...changes,
      doubtPolicy: changes.doubtPolicy === null ? doubtPolicyOf(version.kind) : changes.doubtPolicy,
      ...{ editedBy: sql`array_append(array_remove(${waves.editedBy}, ${staffId}::uuid), ${staffId}::uuid)`, askedBy: null, askedAt: null, askedQuestion: null, askedRefusal: null },
    });
    const told = ({ templateVersionId, audience, channels, scheduledAt, schedule, pace, doubtPolicy }: Wave) => ({ templateVersionId, audience, channels, scheduledAt: scheduledAt?.toISOString() ?? null, schedule, pace, doubtPolicy });
    await recordAudit(tx, ctx, { action: "wave.edit", object: { kind: "wave", id: waveId }, incidentId: wave.incidentId, details: { before: told(wave), after: told(edited) } });
    return edited;
  });
}
