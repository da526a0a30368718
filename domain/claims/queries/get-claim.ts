import { eq } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { authorise, type Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import { requireUuid } from "../../kernel/ids";
import { withTransaction } from "../../kernel/transaction";
import { cutsOf } from "../../ledger/post-claim-moves";
import { getTerms } from "../../programmes/queries";
import type { ProgrammeTerms } from "../../programmes/types";
import { recordLook } from "../../reveals/record-look";
import { mayReadClaims } from "../policy";
import { maskLetterContact, maskPayout, type MaskedPayout } from "../rules";
import { listDecisions } from "../decisions/read-decision";
import { listMessages } from "../messages/read-messages";
import { listRequests } from "../requests/read-request";
import { findParts } from "../rest/queries";
import { chosenOf, grantedOf } from "../rest/rules";
import type { Claim, ClaimAnswers, ClaimBenefit, ClaimDecision, ClaimEvent, ClaimMessage, ClaimParts, ClaimRequest, DecisionRecord } from "../types";
import { listClaimBenefits, listClaimEvents, openAnswers, openDecision, openPayout, toClaim } from "./read-claim";

export interface ClaimDetail {
  claim: Claim;
  /** The terms it was filed under. */
  terms: ProgrammeTerms;
  benefits: ClaimBenefit[];
  events: ClaimEvent[];
  /** The decision that stands, in the words that were mailed. */
  decision: ClaimDecision | null;
  /** Sheets that were decided on, oldest first, and last the one that is being made. */
  decisions: DecisionRecord[];
  requests: ClaimRequest[];
  messages: ClaimMessage[];
  /** What was answered, without contact and account. */
  answers: Pick<ClaimAnswers, "time" | "losses">;
  parts: ClaimParts;
  /** Every benefit that was chosen when it was filed; of a rest, those of its first claim. */
  chosen: string[];
  /** Of a rest, what the first decision granted of each benefit; it is taken off what this one grants. */
  granted: ReadonlyMap<string, bigint>;
  /** How much of the approved money a shared pool does not pay, in minor units. */
  cutMinor: bigint;
  /** Contact and account, masked; the clear form comes from `revealClaim` alone. */
  masked: { contact: string; /** Whether letters about it go out on paper. */ byPost: boolean; payout: MaskedPayout | null };
}

/** Read one claim for staff, personal data masked. A draft is the claimant's own and is not found here. @throws {Forbidden} @throws {NotFound} */
export async function getClaim(ctx: Context, claimId: string): Promise<ClaimDetail> {
  authorise(ctx, mayReadClaims);
  const [row] = await ctx.db.select().from(claims).where(eq(claims.id, requireUuid(claimId, "claim")));
  if (!row || row.state === "draft") throw new NotFound("claim");
  const [terms, benefits, events, answers, payout, decision, decisions, requests, messages, parts, before, cuts] = await Promise.all([
    getTerms(ctx.db, row.programmeId, row.termsVersion),
    listClaimBenefits(ctx.db, row.id),
    listClaimEvents(ctx.db, row.id),
    openAnswers(ctx, row),
    openPayout(ctx, row),
    openDecision(ctx, row),
    listDecisions(ctx, row.id),
    listRequests(ctx, row.id),
    listMessages(ctx, row.id),
    findParts(ctx.db, row),
    row.restOf === null ? [] : listClaimBenefits(ctx.db, row.restOf),
    cutsOf(ctx.db, [row.id]),
  ]);
  // What they tell and write is personal, contact or not.
  await withTransaction({ db: ctx.db }, (tx) => recordLook(tx, ctx, { action: "claim.read", object: { kind: "claim", id: row.id }, incidentId: row.incidentId, subjects: [row.subjectId], rule: mayReadClaims, costs: 0 }));
  return {
    claim: toClaim(row),
    terms,
    benefits,
    events,
    decision,
    decisions,
    requests,
    messages,
    parts,
    chosen: chosenOf(row, benefits, before),
    granted: grantedOf(before),
    cutMinor: cuts.get(row.id) ?? 0n,
    answers: { time: benefits.some(({ kind }) => kind === "lost-time") ? answers?.time : undefined, losses: answers?.losses ?? [] },
    masked: { contact: answers ? maskLetterContact(answers.contact) : "", byPost: answers?.contact.kind === "post", payout: payout && maskPayout(payout) },
  };
}
