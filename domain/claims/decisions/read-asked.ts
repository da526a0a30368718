import { eq } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { listEvidence } from "../../evidence/queries";
import type { Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import { getTerms } from "../../programmes/queries";
import type { ProgrammeTerms } from "../../programmes/types";
import { paperOwner } from "../paper-owner";
import { listClaimBenefits, openAnswers, toClaim, type ClaimRow } from "../queries/read-claim";
import type { ClaimAnswers, ClaimBenefit } from "../types";

export interface Asked {
  row: ClaimRow;
  /** The terms that the claim was filed under. */
  terms: ProgrammeTerms;
  answers: ClaimAnswers;
  benefits: ClaimBenefit[];
  /** Papers that an agent may point at. */
  papers: ReadonlySet<string>;
}

/** Read what a filed claim asks for. None of it changes after filing but the papers, which only become more; its state is read again by whoever acts on it. @throws {NotFound} for a draft too */
export async function readAsked(ctx: Context, claimId: string): Promise<Asked> {
  const [row] = await ctx.db.select().from(claims).where(eq(claims.id, claimId));
  if (!row || row.state === "draft") throw new NotFound("claim");
  const answers = await openAnswers(ctx, row);
  if (!answers) throw new Error("a filed claim without answers");
  const [terms, benefits, papers] = await Promise.all([getTerms(ctx.db, row.programmeId, row.termsVersion), listClaimBenefits(ctx.db, row.id), listEvidence(ctx, paperOwner(toClaim(row)))]);
  return { row, terms, answers, benefits, papers: new Set(papers.filter(({ state }) => state !== "refused").map(({ id }) => id)) };
}
