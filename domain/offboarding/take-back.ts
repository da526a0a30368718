import { and, arrayContains, desc, eq, gt, gte, inArray, isNull, not, or, sql, type SQL } from "drizzle-orm";
import { loadAlarmLimits } from "@/content/alarms/limits";
import { accessCampaigns, accessReviews } from "@/db/schema/access-review";
import { registerEntries } from "@/db/schema/authenticity";
import { canaryKeys } from "@/db/schema/alarms";
import { canaries } from "@/db/schema/canaries";
import { claimDecisions, claims } from "@/db/schema/claims";
import { claimBulkRuns } from "@/db/schema/claims-bulk";
import { erasures } from "@/db/schema/erasures";
import { dataExports } from "@/db/schema/exports";
import { datasets } from "@/db/schema/exposure";
import { facts, factValues } from "@/db/schema/facts";
import { incidentRevisions, incidents } from "@/db/schema/incidents";
import { keyCustodians, keyRegister } from "@/db/schema/keys";
import { noticeTemplateVersions } from "@/db/schema/notices";
import { paymentBatches, payments } from "@/db/schema/payments";
import { bannerPages, postings } from "@/db/schema/postings";
import { programmeVersions } from "@/db/schema/programmes";
import { retentionProposals } from "@/db/schema/retention";
import { revealRequests } from "@/db/schema/reveals";
import { scimGroups, staffGrants, staffMembers } from "@/db/schema/staff";
import { waves } from "@/db/schema/waves";
import { unpropose } from "../claims/decisions/unpropose";
import { dropDraftJob } from "../exposure/jobs";
import { enqueue } from "../kernel/job";
import type { Executor } from "../kernel/transaction";
import { dayOfBudget } from "../reveals/rules";
import type { Standing, TakenBack, TakenKind } from "./types";

interface Leaver {
  staffId: string;
  /** Who takes it back in their place: whoever off-boards them, or they themselves where the operator does. */
  by: string;
  now: Date;
}

type Take = (tx: Executor, leaver: Leaver) => Promise<{ id: string }[]>;

const clock: SQL<Date> = sql`clock_timestamp()`;
/** Whether an erasure that was agreed to is under way: of an incident, from the moment at which the incident was closed for it. Any other is done in the transaction that begins it. */
const hasBegun = sql`(${erasures.kind} = 'incident' and exists (select from ${incidents} i where i.id = ${erasures.incidentId} and i.erased_at is not null))`;

/**
 * What of somebody's is taken back when they are off-boarded. An approval that nobody has carried out yet would let something happen in the name of a person who is gone; a proposal would make whoever
 * approves it the only person who answers for it. Whatever has happened stays: a wave under way, money whose file has left, what is published.
 */
const takes: Record<TakenKind, Take> = {
  "wave-approval": (tx, { staffId }) =>
    tx.update(waves).set({ state: "in-review", approvedBy: null, approvedAt: null }).where(and(eq(waves.approvedBy, staffId), inArray(waves.state, ["approved", "scheduled"]), isNull(waves.frozenAt))).returning({ id: waves.id }),
  "wave-stopped": (tx, { staffId }) =>
    tx.update(waves).set({ state: "paused", pausedReason: "approver-left" }).where(and(eq(waves.approvedBy, staffId), isNull(waves.frozenAt), or(eq(waves.state, "freezing"), and(eq(waves.state, "paused"), sql`${waves.pausedReason} not in ('count-differs', 'approver-left')`)))).returning({ id: waves.id }),
  "wave-request": (tx, { staffId, by }) =>
    tx
      .update(waves)
      .set({ state: "draft", submittedBy: null, submittedAt: null, askedBy: null, askedAt: null, askedRefusal: sql`case when ${waves.askedBy} is not null then 'staff-ended' end`, returnedBy: by, returnedAt: clock, returnedReason: null })
      .where(or(and(eq(waves.state, "in-review"), eq(waves.submittedBy, staffId)), and(eq(waves.state, "draft"), eq(waves.askedBy, staffId))))
      .returning({ id: waves.id }),
  "payment-release": (tx, { staffId }) =>
    tx
      .update(paymentBatches)
      .set({ heldAt: clock })
      .where(and(eq(paymentBatches.releasedBy, staffId), eq(paymentBatches.state, "released"), isNull(paymentBatches.exportedAt), isNull(paymentBatches.heldAt), sql`exists (select from ${payments} where ${payments.batchId} = ${paymentBatches.id} and ${gt(payments.cashMinor, 0n)})`))
      .returning({ id: paymentBatches.id }),
  "payment-batch": async (tx, { staffId }) => {
    const given = await tx.select({ id: paymentBatches.id }).from(paymentBatches).where(and(eq(paymentBatches.createdBy, staffId), eq(paymentBatches.state, "draft"))).for("update");
    const ids = given.map(({ id }) => id);
    if (ids.length === 0) return [];
    await tx.update(payments).set({ state: "cancelled" }).where(and(inArray(payments.batchId, ids), eq(payments.state, "draft")));
    return tx.update(paymentBatches).set({ state: "cancelled", endedAt: clock }).where(inArray(paymentBatches.id, ids)).returning({ id: paymentBatches.id });
  },
  // A withdrawn value or entry is, by what the database checks, its author's own doing; the audit log says whose it was.
  fact: (tx, { staffId, now }) => tx.update(factValues).set({ state: "withdrawn", decidedBy: staffId, decidedAt: now }).from(facts).where(and(eq(facts.id, factValues.factId), eq(factValues.proposedBy, staffId), eq(factValues.state, "proposed"))).returning({ id: facts.id }),
  "register-entry": (tx, { staffId, now }) => tx.update(registerEntries).set({ state: "withdrawn", decidedBy: staffId, decidedAt: now }).where(and(eq(registerEntries.proposedBy, staffId), eq(registerEntries.state, "proposed"))).returning({ id: registerEntries.id }),
  posting: (tx, { staffId, by, now }) => tx.update(postings).set({ state: "withdrawn", decidedBy: by, decidedAt: now }).where(and(eq(postings.proposedBy, staffId), eq(postings.state, "proposed"))).returning({ id: postings.id }),
  "banner-page": (tx, { staffId, by, now }) => tx.update(bannerPages).set({ state: "removed", removedBy: by, removedAt: now }).where(and(eq(bannerPages.proposedBy, staffId), eq(bannerPages.state, "proposed"))).returning({ id: bannerPages.id }),
  erasure: (tx, { staffId, by }) => tx.update(erasures).set({ state: "withdrawn", decidedBy: by, decidedAt: clock }).where(and(eq(erasures.proposedBy, staffId), eq(erasures.state, "proposed"))).returning({ id: erasures.id }),
  "erasure-approval": (tx, { staffId }) =>
    tx
      .update(erasures)
      .set({ state: "proposed", decidedBy: null, decidedAt: null })
      .where(and(eq(erasures.decidedBy, staffId), eq(erasures.state, "approved"), not(hasBegun)))
      .returning({ id: erasures.id }),
  // Taking everything of a large one out again takes minutes: the worker does, and meanwhile nobody can publish it.
  dataset: async (tx, { staffId }) => {
    const drafts = await tx.select({ incidentId: datasets.incidentId, version: datasets.version }).from(datasets).where(and(eq(datasets.importedBy, staffId), inArray(datasets.state, ["importing", "draft"])));
    for (const draft of drafts) await enqueue(tx, dropDraftJob, draft);
    return drafts.map(({ incidentId, version }) => ({ id: `${incidentId}/${version}` }));
  },
  "group-role": (tx, { staffId }) => tx.update(scimGroups).set({ mappedBy: null }).where(and(eq(scimGroups.mappedBy, staffId), isNull(scimGroups.deletedAt))).returning({ id: scimGroups.id }),
  retention: (tx, { staffId, by }) => tx.update(retentionProposals).set({ state: "withdrawn", decidedBy: by, decidedAt: clock }).where(and(eq(retentionProposals.proposedBy, staffId), eq(retentionProposals.state, "proposed"))).returning({ id: retentionProposals.id }),
  // A proposed record is in nothing yet.
  canary: (tx, { staffId }) => tx.update(canaries).set({ state: "lifted", liftedAt: clock }).where(and(eq(canaries.proposedBy, staffId), eq(canaries.state, "proposed"))).returning({ id: sql<string>`${canaries.subjectId}::text` }),
  programme: (tx, { staffId }) => tx.update(programmeVersions).set({ state: "draft" }).where(and(arrayContains(programmeVersions.editedBy, [staffId]), eq(programmeVersions.state, "in-review"))).returning({ id: programmeVersions.programmeId }),
  wording: (tx, { staffId }) => tx.update(noticeTemplateVersions).set({ state: "draft" }).where(and(arrayContains(noticeTemplateVersions.editedBy, [staffId]), eq(noticeTemplateVersions.state, "in-review"))).returning({ id: noticeTemplateVersions.id }),
  "incident-text": (tx, { staffId }) => tx.update(incidentRevisions).set({ state: "draft" }).where(and(arrayContains(incidentRevisions.editedBy, [staffId]), eq(incidentRevisions.state, "in-review"))).returning({ id: incidentRevisions.incidentId }),
  "bulk-run": (tx, { staffId }) =>
    tx
      .update(claimBulkRuns)
      .set({ state: "stopped", endedAt: clock })
      .where(or(and(eq(claimBulkRuns.startedBy, staffId), eq(claimBulkRuns.state, "running")), and(eq(claimBulkRuns.undoneBy, staffId), eq(claimBulkRuns.state, "undoing"))))
      .returning({ id: claimBulkRuns.id }),
  "reveal-request": (tx, { staffId, now }) => tx.update(revealRequests).set({ state: "ended" }).where(and(eq(revealRequests.staffId, staffId), gte(revealRequests.day, today(now)), inArray(revealRequests.state, ["asked", "granted"]))).returning({ id: revealRequests.id }),
  "reveal-grant": (tx, { staffId, now }) => tx.update(revealRequests).set({ state: "ended" }).where(and(eq(revealRequests.decidedBy, staffId), gte(revealRequests.day, today(now)), eq(revealRequests.state, "granted"))).returning({ id: revealRequests.id }),
  export: (tx, { staffId }) => tx.update(dataExports).set({ state: "withdrawn" }).where(and(eq(dataExports.askedBy, staffId), inArray(dataExports.state, ["waiting", "ready"]))).returning({ id: dataExports.id }),
  "export-approval": (tx, { staffId }) =>
    tx
      .update(dataExports)
      .set({ state: "waiting", decidedBy: null, decidedAt: null })
      .where(and(eq(dataExports.decidedBy, staffId), eq(dataExports.state, "ready"), isNull(dataExports.takenAt), sql`${dataExports.endsAt} > clock_timestamp()`))
      .returning({ id: dataExports.id }),
  "claim-decision": (tx, { staffId }) => unpropose(tx, eq(claimDecisions.proposedBy, staffId)),
  "custodian-strike": (tx, { staffId }) => tx.update(keyCustodians).set({ strikeAskedBy: null }).where(eq(keyCustodians.strikeAskedBy, staffId)).returning({ id: keyCustodians.keyId }),
  "access-review": (tx, { staffId }) =>
    tx
      .update(accessReviews)
      .set({ decision: null, decidedBy: null, decidedAt: null, reason: null })
      .where(and(eq(accessReviews.decidedBy, staffId), inArray(accessReviews.campaignId, openCampaigns(tx).for("share", { skipLocked: true }))))
      .returning({ id: accessReviews.id }),
};

/** One that is being closed at this moment is none: what was answered in it is being carried out, and an off-boarding does not wait for it. */
function openCampaigns(tx: Executor) {
  return tx.select({ id: accessCampaigns.id }).from(accessCampaigns).where(and(isNull(accessCampaigns.closingAt), isNull(accessCampaigns.closedAt)));
}

/**
 * Hold what must be held before somebody's own row: whoever enters who knows a key, or changes a group of the identity provider, holds that first and then waits for people, so that an off-boarding the other way round
 * and they would wait for each other.
 */
export async function holdBeforeEnding(tx: Executor, staffId: string): Promise<void> {
  const theirs = tx.select({ id: keyCustodians.keyId }).from(keyCustodians).where(or(eq(keyCustodians.staffId, staffId), eq(keyCustodians.strikeAskedBy, staffId)));
  await tx.select({ id: keyRegister.id }).from(keyRegister).where(inArray(keyRegister.id, theirs)).orderBy(keyRegister.id).for("key share");
  await tx.select({ id: scimGroups.id }).from(scimGroups).where(eq(scimGroups.mappedBy, staffId)).orderBy(scimGroups.id).for("no key update");
}

/** So many claims are named in a report, which is kept in the audit log. */
const MOST_CLAIMS = 100;

/** The day for which what was granted still counts. */
function today(now: Date): string {
  return dayOfBudget(now, loadAlarmLimits().reveals.zone);
}

/** Take back everything that somebody leaves open, in the transaction that ends their access and after it. */
export async function takeBack(tx: Executor, leaver: Leaver): Promise<TakenBack[]> {
  const taken: TakenBack[] = [];
  for (const [kind, take] of Object.entries(takes) as [TakenKind, Take][]) {
    for (const { id } of await take(tx, leaver)) taken.push({ kind, id });
  }
  return taken;
}

/** What of theirs goes on or stands: waves that are being sent and erasures that are under way on their approval, claims that they approved and that nobody has released for payment (the latest), what was planted with their knowledge (records and API keys), and whom they let in of late. */
export async function findStanding(tx: Executor, staffId: string): Promise<Standing> {
  const sending = await tx.select({ id: waves.id }).from(waves).where(and(eq(waves.approvedBy, staffId), or(eq(waves.state, "sending"), and(eq(waves.state, "paused"), sql`${waves.frozenAt} is not null`)))).orderBy(waves.id);
  const erasing = await tx.select({ id: erasures.id }).from(erasures).where(and(eq(erasures.decidedBy, staffId), eq(erasures.state, "approved"), hasBegun)).orderBy(erasures.id);
  const approved = await tx.select({ id: claims.id }).from(claims).where(and(eq(claims.decidedBy, staffId), eq(claims.state, "approved"))).orderBy(desc(claims.decidedAt), claims.id).limit(MOST_CLAIMS);
  const known = await tx.select({ id: sql<string>`${canaries.subjectId}::text` }).from(canaries).where(and(eq(canaries.proposedBy, staffId), eq(canaries.state, "planted"))).orderBy(canaries.subjectId);
  const plantedKeys = await tx.select({ id: canaryKeys.id }).from(canaryKeys).where(and(eq(canaryKeys.plantedBy, staffId), isNull(canaryKeys.liftedAt))).orderBy(canaryKeys.id);
  const lately = (at: typeof staffMembers.createdAt | typeof staffGrants.grantedAt) => sql`${at} > clock_timestamp() - interval '90 days'`;
  const added = await tx.select({ id: staffMembers.id }).from(staffMembers).where(and(eq(staffMembers.createdBy, staffId), lately(staffMembers.createdAt), isNull(staffMembers.disabledAt))).orderBy(staffMembers.id);
  const givenRoles = await tx
    .select({ staffId: staffGrants.staffId, role: staffGrants.role })
    .from(staffGrants)
    .innerJoin(staffMembers, and(eq(staffMembers.id, staffGrants.staffId), isNull(staffMembers.disabledAt)))
    .where(and(eq(staffGrants.grantedBy, staffId), lately(staffGrants.grantedAt), isNull(staffGrants.endedAt)))
    .orderBy(staffGrants.staffId, staffGrants.role);
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
  return { sending: ids(sending), erasing: ids(erasing), approvedClaims: ids(approved), knownCanaries: ids(known), plantedKeys: ids(plantedKeys), addedPeople: ids(added), givenRoles };
}
