import { eq } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { listEvidence } from "../../evidence/queries";
import type { Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import type { ClaimId } from "../../kernel/ids";
import { getTerms } from "../../programmes/queries";
import type { ProgrammeTerms } from "../../programmes/types";
import { paperOwner } from "../paper-owner";
import { chosenOf, grantedOf } from "../rest/rules";
import { listClaimBenefits, openAnswers, toClaim, type ClaimRow } from "../queries/read-claim";
import type { ClaimAnswers, ClaimBenefit } from "../types";

export interface Asked {
  row: ClaimRow;
  /** The terms that the claim was filed under. */
  terms: ProgrammeTerms;
  answers: ClaimAnswers;
  benefits: ClaimBenefit[];
  /** Every benefit that was chosen when it was filed; of a rest, those of its first claim. */
  chosen: string[];
  /** Of a rest, what the first decision granted of each benefit. */
  granted: ReadonlyMap<string, bigint>;
  /** Papers that an agent may point at, of a rest those of its first claim as well. */
  papers: ReadonlySet<string>;
}

/** Read what a filed claim asks for. None of it changes after filing but the papers, which only become more; its state is read again by whoever acts on it. @throws {NotFound} for a draft too */
export async function readAsked(ctx: Context, claimId: string): Promise<Asked> {
  const [row] = await ctx.db.select().from(claims).where(eq(claims.id, claimId));
  if (!row || row.state === "draft") throw new NotFound("claim");
  const answers = await openAnswers(ctx, row);
  if (!answers) throw new Error("a filed claim without answers");
  const { incidentId } = toClaim(row);
  const [terms, benefits, before, ...papers] = await Promise.all([
    getTerms(ctx.db, row.programmeId, row.termsVersion),
    listClaimBenefits(ctx.db, row.id),
    row.restOf === null ? [] : listClaimBenefits(ctx.db, row.restOf),
    ...[row.restOf, row.id].flatMap((id) => (id === null ? [] : [listEvidence(ctx, paperOwner({ id: id as ClaimId, incidentId }))])),
  ]);
  return { row, terms, answers, benefits, chosen: chosenOf(row, benefits, before), granted: grantedOf(before), papers: new Set(papers.flat().filter(({ state }) => state !== "refused").map(({ id }) => id)) };
}
