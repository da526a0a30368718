import { and, eq, ne } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { requireSubject, type Context } from "../kernel/context";
import { Conflict } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";
import { listClaimEvents, openAnswers, openDecision, toClaim, type ClaimRow } from "./queries/read-claim";
import type { Claim, ClaimAnswers, ClaimDecision, ClaimEvent } from "./types";

export interface OwnClaim {
  claim: Claim;
  answers: ClaimAnswers | null;
  decision: ClaimDecision | null;
  events: ClaimEvent[];
}

function mine(ctx: Context, programmeId: string) {
  const { contactIndex, incidentId } = requireSubject(ctx);
  return and(eq(claims.programmeId, programmeId), eq(claims.incidentId, incidentId), eq(claims.contactIndex, contactIndex), ne(claims.state, "withdrawn"));
}

/** Read one's own claim under a programme, drafts included; null when there is none or it was withdrawn. @throws {SignedOut} */
export async function findOwnClaim(ctx: Context, programmeId: string): Promise<OwnClaim | null> {
  const [row] = await ctx.db.select().from(claims).where(mine(ctx, programmeId));
  if (!row) return null;
  const [answers, decision, events] = await Promise.all([openAnswers(ctx, row), openDecision(ctx, row), listClaimEvents(ctx.db, row.id)]);
  return { claim: toClaim(row), answers, decision, events };
}

/** Read one's own claim and hold its row. @throws {Conflict} when it was never begun */
export async function getOwnClaimForUpdate(tx: Executor, ctx: Context, programmeId: string): Promise<ClaimRow> {
  const [row] = await tx.select().from(claims).where(mine(ctx, programmeId)).for("update");
  if (!row) throw new Conflict("claim-incomplete");
  return row;
}
