import { isDeepStrictEqual } from "node:util";
import { eq } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { sealJson } from "../../keys/sealed";
import { reckonBenefits, totalMinor } from "../../programmes/reckon";
import type { Benefit, Programme } from "../../programmes/types";
import { findDraftOffer } from "../find-claimable";
import { getOwnClaimById, getOwnClaimForUpdate } from "../own-claim";
import { programmeOfDraft } from "../programme-of-draft";
import { nextQuestion, askedBenefits, questionsFor, type QuestionName } from "../questions";
import { answersPlace, openAnswers, storeAnswers, toClaim, type ClaimRow } from "../queries/read-claim";
import { whyNotEditable } from "../rules";
import type { ClaimAnswers } from "../types";

export interface Draft {
  row: ClaimRow;
  programme: Programme;
  /** What the record that the draft rests on may choose from, by the dataset published now. */
  eligible: Benefit[];
  answers: ClaimAnswers;
}

/** The answers after a change, and whatever of the row changes besides. */
interface DraftChange {
  answers: ClaimAnswers;
  set?: Partial<typeof claims.$inferInsert>;
}

/** What a change of a draft leads to: the next question that is open, or null where all are answered. */
export interface Changed {
  next: QuestionName | null;
}

/**
 * Change the answers of one's own draft: `change` gives the new answers, and whatever of the row changes besides. @throws {SignedOut} @throws {NotFound} @throws {Conflict} once the
 * claim is filed
 */
export async function changeDraft(ctx: Context, claimId: string, change: (draft: Draft, tx: Executor) => Promise<DraftChange> | DraftChange): Promise<Changed> {
  // Read before the transaction, which must not wait for a second connection while it holds the first.
  const { programme, eligible } = await readOffer(ctx, claimId);
  return withTransaction(ctx, async (tx) => {
    const row = await getOwnClaimForUpdate(tx, ctx, claimId);
    const refusal = whyNotEditable(row.state);
    if (refusal) throw refusal;
    const answers = await openAnswers(ctx, row);
    if (!answers) throw new Error("a draft without answers");
    const changed = await change({ row, programme, eligible, answers }, tx);
    const set = { ...changed.set, amountMinor: totalMinor(reckonBenefits(programme.terms, askedBenefits(eligible, changed.answers))), sealedAnswers: await sealJson(ctx.keys, answersPlace(row), storeAnswers(changed.answers)) };
    const [after] = await tx.update(claims).set(set).where(eq(claims.id, row.id)).returning();
    if (!after) throw new NotFound("claim");
    await recordAudit(tx, ctx, { action: "claim.change-draft", object: { kind: "claim", id: row.id }, incidentId: row.incidentId, details: { changed: changedParts(answers, changed.answers), account: after.payoutVersion } });
    return { next: nextQuestion(questionsFor(eligible, programme.terms, changed.answers, toClaim(after).payoutVersion > 0)) };
  });
}

/** Names of the answers that are other than before; never what they say. */
function changedParts(before: ClaimAnswers, after: ClaimAnswers): string[] {
  return (Object.keys({ ...before, ...after }) as (keyof ClaimAnswers)[]).filter((part) => !isDeepStrictEqual(before[part], after[part]));
}

async function readOffer(ctx: Context, claimId: string): Promise<{ programme: Programme; eligible: Benefit[] }> {
  const draft = await getOwnClaimById(ctx, claimId);
  const programme = await programmeOfDraft(ctx.db, draft);
  if (!programme) throw new NotFound("programme");
  return { programme, eligible: (await findDraftOffer(ctx, draft, programme.terms))?.benefits ?? [] };
}
