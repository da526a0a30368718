import { and, asc, eq, max, ne } from "drizzle-orm";
import { claimDecisions } from "@/db/schema/claims";
import type { Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import { openJson, type SealedPlace } from "../../keys/sealed";
import { claimSheet, type ClaimSheet, type DecisionRecord } from "../types";

type DecisionRow = typeof claimDecisions.$inferSelect;

export function sheetPlace(decision: { claimId: string; number: number; incidentId: string }): SealedPlace {
  return { table: "claim_decisions", column: "sealed_sheet", scope: decision.incidentId, recordId: `${decision.claimId}/${decision.number}` };
}

export async function openSheet(ctx: Context, row: DecisionRow): Promise<ClaimSheet> {
  return claimSheet.parse(await openJson(ctx.keys, sheetPlace(row), row.sealedSheet));
}

/** A claim's decisions, oldest first, with what is being made last. The caller has passed the gate. */
export async function listDecisions(ctx: Context, claimId: string): Promise<DecisionRecord[]> {
  const rows = await ctx.db.select().from(claimDecisions).where(eq(claimDecisions.claimId, claimId)).orderBy(asc(claimDecisions.number));
  return Promise.all(
    rows.map(async (row) => {
      const { number, stage, state, edit, payoutVersion, editedBy, outcome, amountMinor, needsSecond, proposedBy, proposedAt, decidedBy, decidedAt, appealBy } = row;
      return { number, stage, state, edit, payoutVersion, editedBy, outcome, amountMinor, needsSecond, proposedBy, proposedAt, decidedBy, decidedAt, appealBy, sheet: await openSheet(ctx, row) };
    }),
  );
}

/** The sheet that is being made, or waits for a second person, held until the transaction ends; null where there is none. */
export async function findOpenDecision(tx: Executor, claimId: string): Promise<DecisionRow | null> {
  const [row] = await tx.select().from(claimDecisions).where(and(eq(claimDecisions.claimId, claimId), ne(claimDecisions.state, "final"))).for("update");
  return row ?? null;
}

/** The same where the act needs one as it was read. @throws {Conflict} */
export async function getOpenDecision(tx: Executor, claimId: string, state: "draft" | "proposed", edit: number): Promise<DecisionRow> {
  const row = await findOpenDecision(tx, claimId);
  if (row?.state !== state || row.edit !== edit) throw new Conflict("claim-changed-meanwhile");
  return row;
}

export async function nextNumber(tx: Executor, claimId: string): Promise<number> {
  const [row] = await tx.select({ last: max(claimDecisions.number) }).from(claimDecisions).where(eq(claimDecisions.claimId, claimId));
  return (row?.last ?? 0) + 1;
}
