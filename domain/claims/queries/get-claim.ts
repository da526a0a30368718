import { eq } from "drizzle-orm";
import { z } from "zod";
import { claims } from "@/db/schema/claims";
import { authorise, type Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import { findProgrammeById } from "../../programmes/queries";
import type { Programme } from "../../programmes/types";
import { mayReadClaims } from "../policy";
import { maskAccount, maskContact, maskName } from "../rules";
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
  // It stands in an address, which can hold anything.
  if (!z.uuid().safeParse(claimId).success) throw new NotFound("claim");
  const [row] = await ctx.db.select().from(claims).where(eq(claims.id, claimId));
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
