import { eq } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { authorise, type Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import { requireUuid } from "../../kernel/ids";
import { findProgrammeById } from "../../programmes/queries";
import type { Programme } from "../../programmes/types";
import { mayReadClaims } from "../policy";
import { maskContact } from "../../lookups/rules";
import { maskAccount, maskName } from "../rules";
import type { Claim, ClaimDecision, ClaimEvent } from "../types";
import { listClaimEvents, openAnswers, openDecision, toClaim } from "./read-claim";

export interface ClaimDetail {
  claim: Claim;
  programme: Programme;
  events: ClaimEvent[];
  decision: ClaimDecision | null;
  /** Contact and payout, masked; the clear form comes from `revealClaim` alone. */
  masked: { contact: string; bank: string | null; account: string | null; holder: string | null };
}

/** Read one claim for staff, personal data masked. A draft is the claimant's own and is not found here. @throws {Forbidden} @throws {NotFound} */
export async function getClaim(ctx: Context, claimId: string): Promise<ClaimDetail> {
  authorise(ctx, mayReadClaims);
  const [row] = await ctx.db.select().from(claims).where(eq(claims.id, requireUuid(claimId, "claim")));
  if (!row || row.state === "draft") throw new NotFound("claim");
  const [programme, events, answers, decision] = await Promise.all([findProgrammeById(ctx.db, row.programmeId), listClaimEvents(ctx.db, row.id), openAnswers(ctx, row), openDecision(ctx, row)]);
  if (!programme) throw new NotFound("claim");
  const bank = answers?.payout?.method === "bank-transfer" ? answers.payout : null;
  return {
    claim: toClaim(row),
    programme,
    events,
    decision,
    masked: {
      contact: answers ? maskContact(answers.contact) : "",
      bank: bank?.bank ?? null,
      account: bank ? maskAccount(bank.account) : null,
      holder: bank ? maskName(bank.holder) : null,
    },
  };
}
