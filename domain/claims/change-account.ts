import { eq } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { Conflict, Invalid, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { sealJson } from "../keys/sealed";
import { provenSince } from "../lookups/proven-contact";
import { getTerms } from "../programmes/queries";
import { saveAccountInput } from "./input";
import { queueClaimMail } from "./mails";
import { getOwnClaimById, getOwnClaimForUpdate } from "./own-claim";
import { takeLetter } from "./paper/take-letter";
import { openAnswers, payoutPlace, toClaim } from "./queries/read-claim";
import { recordTraces, traceKeys } from "./risk/record-traces";
import { FRESH_PROOF_MS, whyNotAccount } from "./rules";
import type { ClaimOrigin } from "./risk/types";
import type { Claim, PayoutAccount } from "./types";

/**
 * Change the account of one's own filed claim. The contact has to be proven anew, and it is told: whoever holds a browser that was left open must not turn the money round unseen. What was approved before names the
 * old account, so it is not paid until an agent has seen the new one. Nobody proves anything by a letter: staff write its account into a claim on paper, and every letter that is printed from then on names the change. @throws {SignedOut} @throws {Conflict} `proof-too-old` @throws {Invalid}
 */
export async function changeAccount(ctx: Context, raw: unknown, origin: ClaimOrigin | null = null): Promise<Claim> {
  const { claimId, ...account } = parseInput(saveAccountInput, raw);
  const { programmeId, termsVersion } = await getOwnClaimById(ctx, claimId);
  const terms = await getTerms(ctx.db, programmeId, termsVersion);
  if (!terms.accounts.includes(account.kind)) throw new Invalid({ kind: ["choose-one"] });
  if (ctx.actor.kind === "subject" && ctx.clock.now().getTime() - (await provenSince(ctx.db, ctx.actor.sessionId)).getTime() > FRESH_PROOF_MS) throw new Conflict("proof-too-old");
  // Its key is read before the transaction, which must not wait for a second connection while it holds the first.
  await traceKeys(ctx);
  return withTransaction(ctx, async (tx) => {
    const row = await getOwnClaimForUpdate(tx, ctx, claimId);
    const claim = toClaim(row);
    const refusal = whyNotAccount(claim);
    if (refusal) throw refusal;
    await takeLetter(tx, ctx, row, "account", raw);
    const payoutVersion = row.payoutVersion + 1;
    const [changed] = await tx.update(claims).set({ payoutVersion, sealedPayout: await sealJson(ctx.keys, payoutPlace(row), account satisfies PayoutAccount) }).where(eq(claims.id, row.id)).returning();
    if (changed) await recordTraces(tx, ctx, changed, origin);
    await queueClaimMail(tx, ctx, claim, await openAnswers(ctx, row), { kind: "account-changed" });
    await recordAudit(tx, ctx, { action: "claim.change-account", object: { kind: "claim", id: row.id }, incidentId: row.incidentId, details: { account: payoutVersion } });
    return { ...claim, payoutVersion };
  });
}
