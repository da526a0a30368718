import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { claimRequests } from "@/db/schema/claims";
import { z } from "zod";
import type { Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import { openJson, type SealedPlace } from "../../keys/sealed";
import type { ClaimRequest } from "../types";

type RequestRow = typeof claimRequests.$inferSelect;

export function requestPlace(request: { claimId: string; number: number; incidentId: string }, column: "sealed_note" | "sealed_answer"): SealedPlace {
  return { table: "claim_requests", column, scope: request.incidentId, recordId: `${request.claimId}/${request.number}` };
}

async function openWords(ctx: Context, row: RequestRow, column: "sealed_note" | "sealed_answer"): Promise<string | null> {
  const sealed = column === "sealed_note" ? row.sealedNote : row.sealedAnswer;
  return sealed ? z.string().parse(await openJson(ctx.keys, requestPlace(row, column), sealed)) : null;
}

/** What was asked of a claimant, oldest first. The caller has found the claim as its claimant's, or as staff may. */
export async function listRequests(ctx: Context, claimId: string): Promise<ClaimRequest[]> {
  const rows = await ctx.db.select().from(claimRequests).where(eq(claimRequests.claimId, claimId)).orderBy(asc(claimRequests.number));
  return Promise.all(
    rows.map(async (row) => {
      const { number, items, askedBy, askedAt, cureBy, answeredAt, closedAt, closedBy } = row;
      return { number, items, askedBy, askedAt, cureBy, answeredAt, closedAt, closedBy, note: await openWords(ctx, row, "sealed_note"), answer: await openWords(ctx, row, "sealed_answer") };
    }),
  );
}

/** What of some claims waits for an answer: it was neither given, nor gone on without, nor has its claim gone another way. */
export function isOpenRequest(claimIds: readonly string[]) {
  return and(inArray(claimRequests.claimId, [...claimIds]), isNull(claimRequests.answeredAt), isNull(claimRequests.closedAt));
}

/** The question that waits for an answer. @throws {Conflict} where none does */
export async function getOpenRequest(tx: Executor, claimId: string): Promise<RequestRow> {
  const [row] = await tx.select().from(claimRequests).where(isOpenRequest([claimId])).for("update");
  if (!row) throw new Conflict("claim-changed-meanwhile");
  return row;
}
