import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit";
import { findPublishedIncident } from "../incidents/queries";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { readTemplateVersion } from "../notices/queries";
import { hashApproval } from "./approval-hash";
import { countAudience } from "./count-audience";
import { waveIdInput } from "./input";
import { mayEditWaves } from "./policy";
import { changeWave, getWaveForUpdate } from "./queries/read-wave";
import { whyNotSubmittable } from "./rules";
import { senderOf } from "./sender-words";
import type { Wave } from "./types";

/** Ask for a wave to be approved: its audience is counted exactly in the published dataset and one hash names all that is to be approved. @throws {Forbidden} @throws {Conflict} */
export async function submitWave(ctx: Context, raw: unknown): Promise<Wave> {
  authorise(ctx, mayEditWaves);
  const { staffId } = requireStaffActor(ctx);
  const { waveId } = parseInput(waveIdInput, raw);
  return withTransaction(ctx, async (tx) => {
    const wave = await getWaveForUpdate(tx, waveId);
    const refusal = whyNotSubmittable(wave);
    if (refusal) throw refusal;
    const incident = await findPublishedIncident(tx, wave.incidentId);
    if (!incident) throw new Conflict("incident-not-published");
    if (incident.publishedVersion === null) throw new Conflict("nothing-published");
    const version = await readTemplateVersion(tx, wave.templateVersionId);
    const expected = await countAudience(tx, wave.incidentId, incident.publishedVersion, version.kind, wave.audience);
    if (expected === 0) throw new Conflict("wave-empty");
    const sender = senderOf(incident);
    const approvalHash = hashApproval({ ...wave, wording: version.content, sender, expected });
    const submitted = await changeWave(tx, waveId, { state: "in-review", sender, expected, countedVersion: incident.publishedVersion, approvalHash: approvalHash, submittedBy: staffId, submittedAt: sql`clock_timestamp()` });
    await recordAudit(tx, ctx, { action: "wave.submit", object: { kind: "wave", id: waveId }, incidentId: wave.incidentId, details: { expected, datasetVersion: incident.publishedVersion, approvalHash: submitted.approvalHash } });
    return submitted;
  });
}
