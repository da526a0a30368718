import { isDeepStrictEqual } from "node:util";
import { findCount } from "../audiences/ask-count";
import { recordAudit } from "../audit/record-audit";
import { findPublishedIncident } from "../incidents/queries";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction, type Executor } from "../kernel/transaction";
import { readTemplateVersion } from "../notices/queries";
import { whyNoStanding } from "../staff/why-no-standing";
import { hashApproval } from "./approval-hash";
import { whyWordingOpen } from "./check-wording";
import { approveWaveInput } from "./input";
import { mayApproveWaves } from "./policy";
import { changeWave, getWaveForUpdate } from "./queries/read-wave";
import { whyNotApprovable } from "./rules";
import { senderOf } from "./sender-words";
import type { Wave } from "./types";
import { wakeFreezing } from "./wake-wave";

/**
 * Approve a wave and hand it to the worker, at once or for its hour. Whoever made it or asked for approval may not; `approvalHash` is what was read. A second
 * approval is a Conflict, so a double click cannot start two sends; somebody off-boarded in the same moment does not approve. @throws {Forbidden} @throws {Conflict}
 */
export async function approveWave(ctx: Context, raw: unknown): Promise<Wave> {
  authorise(ctx, mayApproveWaves);
  const { staffId } = requireStaffActor(ctx);
  const { waveId, approvalHash } = parseInput(approveWaveInput, raw);
  return withTransaction(ctx, async (tx) => {
    const wave = await getWaveForUpdate(tx, waveId);
    const refusal = whyNotApprovable(wave, staffId, approvalHash) ?? (await whyNoStanding(tx, staffId, mayApproveWaves)) ?? (await whyOutdated(tx, ctx, wave));
    if (refusal) throw refusal;
    const later = wave.scheduledAt !== null && wave.scheduledAt > ctx.clock.now();
    const approved = await changeWave(tx, waveId, { state: later ? "scheduled" : "approved", approvedBy: staffId, approvedAt: ctx.clock.now() });
    await recordAudit(tx, ctx, { action: "wave.approve", object: { kind: "wave", id: waveId }, incidentId: wave.incidentId, details: { approvalHash, expected: wave.expected } });
    await wakeFreezing(tx, waveId, wave.scheduledAt ?? undefined);
    return approved;
  });
}

/** Say what has changed since review was asked for, or null. */
async function whyOutdated(tx: Executor, ctx: Context, wave: Wave): Promise<Conflict | null> {
  const version = await readTemplateVersion(tx, wave.templateVersionId);
  const incident = await findPublishedIncident(tx, wave.incidentId);
  if (!wave.sender || wave.expected === null || incident?.publishedVersion == null) return new Conflict("nothing-published");
  // What only the people's own rows tell is not counted anew while somebody waits; another question than was counted then is one that has no number.
  const { sum } = await findCount(tx, { incidentId: wave.incidentId, version: incident.publishedVersion, kind: version.kind, audience: wave.audience });
  if (sum === null) return new Conflict("wave-count-outdated");
  const { people: expected } = sum;
  if (expected !== wave.expected) return new Conflict("wave-count-differs", { expected: wave.expected, found: expected });
  const { facts } = await senderOf(tx, incident, version.content);
  if (!isDeepStrictEqual(facts, wave.sender.facts)) return new Conflict("wave-facts-changed");
  const hash = hashApproval({ ...wave, wording: version.content, sender: wave.sender, expected });
  if (hash.toString("hex") !== wave.approvalHash) return new Conflict("wave-changed-meanwhile");
  return whyWordingOpen(tx, ctx, version, sum);
}
