import { asc, eq } from "drizzle-orm";
import { claimBenefits, claimEvents, claims } from "@/db/schema/claims";
import { flagsOf } from "@/db/values/claim-facets";
import type { ClaimId, IncidentId, ProgrammeId } from "../../kernel/ids";
import type { Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import { openJson, type SealedPlace } from "../../keys/sealed";
import { claimAnswers, claimDecision, payoutAccount, type Claim, type ClaimAnswers, type ClaimBenefit, type ClaimDecision, type ClaimEvent, type PayoutAccount } from "../types";

export type ClaimRow = typeof claims.$inferSelect;

export function toClaim(row: ClaimRow): Claim {
  return {
    id: row.id as ClaimId,
    reference: row.reference,
    incidentId: row.incidentId as IncidentId,
    programmeId: row.programmeId as ProgrammeId,
    state: row.state,
    subjectId: row.subjectId,
    datasetVersion: row.datasetVersion,
    locale: row.locale,
    amountMinor: row.amountMinor,
    approvedMinor: row.approvedMinor,
    currency: row.currency,
    termsVersion: row.termsVersion,
    payoutVersion: row.payoutVersion,
    approvedPayoutVersion: row.approvedPayoutVersion,
    hasAccount: row.sealedPayout !== null,
    assignedTo: row.assignedTo,
    flags: flagsOf(row.flags),
    arrivals: row.arrivals,
    submittedAt: row.submittedAt,
    decidedBy: row.decidedBy,
    proposedBy: row.proposedBy,
    decidedAt: row.decidedAt,
    nextDueAt: row.nextDueAt,
    restOf: row.restOf,
    erasedAt: row.erasedAt,
  };
}

export function answersPlace(claim: { id: string; incidentId: string }): SealedPlace {
  return { table: "claims", column: "sealed_answers", scope: claim.incidentId, recordId: claim.id };
}

export function decisionPlace(claim: { id: string; incidentId: string }): SealedPlace {
  return { table: "claims", column: "sealed_decision", scope: claim.incidentId, recordId: claim.id };
}

export function payoutPlace(claim: { id: string; incidentId: string }): SealedPlace {
  return { table: "claims", column: "sealed_payout", scope: claim.incidentId, recordId: claim.id };
}

/** Answers as they are stored: JSON has no integers of the size of money, so amounts are digits. */
export function storeAnswers(answers: ClaimAnswers): unknown {
  return { ...answers, losses: answers.losses.map((loss) => ({ ...loss, amountMinor: loss.amountMinor.toString() })) };
}

/** Read a claim and hold its row until the transaction ends. @throws {NotFound} */
export async function getClaimForUpdate(tx: Executor, claimId: string): Promise<ClaimRow> {
  const [row] = await tx.select().from(claims).where(eq(claims.id, claimId)).for("update");
  if (!row) throw new NotFound("claim");
  return row;
}

/** Open the claimant's answers. The result is personal data: callers show it masked unless a reveal was recorded. */
export async function openAnswers(ctx: Context, row: ClaimRow): Promise<ClaimAnswers | null> {
  return row.sealedAnswers ? claimAnswers.parse(await openJson(ctx.keys, answersPlace(row), row.sealedAnswers)) : null;
}

/** Open where money goes; null where none does. Personal data, as the answers are. */
export async function openPayout(ctx: Context, row: ClaimRow): Promise<PayoutAccount | null> {
  return row.sealedPayout ? payoutAccount.parse(await openJson(ctx.keys, payoutPlace(row), row.sealedPayout)) : null;
}

export async function openDecision(ctx: Context, row: ClaimRow): Promise<ClaimDecision | null> {
  return row.sealedDecision ? claimDecision.parse(await openJson(ctx.keys, decisionPlace(row), row.sealedDecision)) : null;
}

/** What a filed claim asks for, a line for each benefit. */
export async function listClaimBenefits(db: Executor, claimId: string): Promise<ClaimBenefit[]> {
  const { benefit, kind, askedMinor, allowedMinor, approvedMinor } = claimBenefits;
  return db.select({ benefit, kind, askedMinor, allowedMinor, approvedMinor }).from(claimBenefits).where(eq(claimBenefits.claimId, claimId)).orderBy(asc(benefit));
}

/** A claim's history, oldest first. */
export async function listClaimEvents(db: Executor, claimId: string): Promise<ClaimEvent[]> {
  const rows = await db.select().from(claimEvents).where(eq(claimEvents.claimId, claimId)).orderBy(asc(claimEvents.number));
  return rows.map((row) => ({ at: row.at, from: row.fromState, to: row.toState, byKind: row.byKind, byId: row.byId }));
}
