import { and, eq, inArray, isNotNull, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { waveRanges, waves } from "@/db/schema/waves";
import { askCount } from "../audiences/ask-count";
import { requireKnownParts } from "../audiences/require-known-parts";
import { asksEveryWave, wavesNamed } from "../audiences/rules";
import { recordAudit } from "../audit/record-audit";
import { findPublishedIncident } from "../incidents/queries";
import type { Context } from "../kernel/context";
import { Conflict } from "../kernel/errors";
import { readTemplateVersion } from "../notices/queries";
import { hashApproval } from "./approval-hash";
import { whyWordingOpen } from "./check-wording";
import { changeWave } from "./queries/read-wave";
import { whyNotWritable } from "./rules";
import { senderOf } from "./sender-words";
import type { Wave } from "./types";

/**
 * Bring a draft that the caller holds to its review in the name of whoever asked, or, while its number is not known, leave it waiting for a job that counts and then
 * comes back here. @throws {Conflict} @throws {Invalid}
 */
export async function enterReview(tx: Transaction, ctx: Context, wave: Wave, staffId: string): Promise<Wave> {
  const incident = await findPublishedIncident(tx, wave.incidentId);
  if (!incident) throw new Conflict("incident-not-published");
  if (incident.publishedVersion === null) throw new Conflict("nothing-published");
  await requireKnownParts(tx, wave.incidentId, wave.audience);
  const unsettled = await whyUnsettled(tx, wave);
  if (unsettled) throw unsettled;
  const version = await readTemplateVersion(tx, wave.templateVersionId);
  const { kind, content } = version;
  const unwritten = whyNotWritable(wave.channels, content);
  if (unwritten) throw unwritten;
  const { question, sum } = await askCount(tx, { incidentId: wave.incidentId, version: incident.publishedVersion, kind, audience: wave.audience });
  const object = { kind: "wave", id: wave.id };
  if (sum === null) {
    const waiting = await changeWave(tx, wave.id, { askedBy: staffId, askedAt: sql`clock_timestamp()`, askedQuestion: question, askedRefusal: null });
    if (wave.askedAt === null) await recordAudit(tx, ctx, { action: "wave.ask", object, incidentId: wave.incidentId, details: { datasetVersion: incident.publishedVersion } });
    return waiting;
  }
  const { people } = sum;
  if (people === 0) throw new Conflict("wave-empty");
  const unclear = await whyWordingOpen(tx, ctx, version, sum);
  if (unclear) throw unclear;
  const sender = await senderOf(tx, incident, content);
  const approvalHash = hashApproval({ ...wave, wording: content, sender, expected: people });
  const submitted = await changeWave(tx, wave.id, {
    ...{ state: "in-review", sender, expected: people, countedVersion: incident.publishedVersion, approvalHash, submittedBy: staffId, submittedAt: sql`clock_timestamp()` },
    ...{ askedBy: null, askedAt: null, askedQuestion: question, askedRefusal: null, returnedBy: null, returnedAt: null, returnedReason: null },
  });
  await recordAudit(tx, ctx, { action: "wave.submit", object, incidentId: wave.incidentId, details: { by: staffId, expected: people, datasetVersion: incident.publishedVersion, approvalHash: submitted.approvalHash } });
  return submitted;
}

/** Whom a wave reached is no answer while it is under way or in doubt of somebody: the number would be another by the time it is sent. */
async function whyUnsettled(tx: Transaction, { incidentId, audience }: Wave): Promise<Conflict | null> {
  const { reached } = wavesNamed(audience);
  const any = asksEveryWave(audience);
  if (reached.length === 0 && !any) return null;
  const [open] = await tx
    .select({ id: waves.id })
    .from(waves)
    .leftJoin(waveRanges, and(eq(waveRanges.waveId, waves.id), sql`${waveRanges.pathOpen} + ${waveRanges.pathInDoubt} > 0`))
    .where(and(eq(waves.incidentId, incidentId), any ? undefined : inArray(waves.id, reached), isNotNull(waves.frozenAt), or(sql`${waves.endedAt} is null`, isNotNull(waveRanges.waveId))))
    .limit(1);
  return open ? new Conflict("audience-wave-open") : null;
}
