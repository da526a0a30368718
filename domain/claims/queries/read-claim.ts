import { asc, eq } from "drizzle-orm";
import { claimEvents, claims } from "@/db/schema/claims";
import type { ClaimId, IncidentId, ProgrammeId } from "../../kernel/ids";
import type { Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import { openJson, type SealedPlace } from "../../keys/sealed";
import { claimAnswers, claimDecision, type Claim, type ClaimAnswers, type ClaimDecision, type ClaimEvent } from "../types";

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
    currency: row.currency,
    payoutMethod: row.payoutMethod,
    assignedTo: row.assignedTo,
    submittedAt: row.submittedAt,
    decidedAt: row.decidedAt,
  };
}

export function answersPlace(claim: { id: string; incidentId: string }): SealedPlace {
  return { table: "claims", column: "sealed_answers", scope: claim.incidentId, recordId: claim.id };
}

export function decisionPlace(claim: { id: string; incidentId: string }): SealedPlace {
  return { table: "claims", column: "sealed_decision", scope: claim.incidentId, recordId: claim.id };
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

export async function openDecision(ctx: Context, row: ClaimRow): Promise<ClaimDecision | null> {
  return row.sealedDecision ? claimDecision.parse(await openJson(ctx.keys, decisionPlace(row), row.sealedDecision)) : null;
}

/** A claim's history, oldest first. */
export async function listClaimEvents(db: Executor, claimId: string): Promise<ClaimEvent[]> {
  const rows = await db.select().from(claimEvents).where(eq(claimEvents.claimId, claimId)).orderBy(asc(claimEvents.number));
  return rows.map((row) => ({ at: row.at, from: row.fromState, to: row.toState, byKind: row.byKind, byId: row.byId }));
}
