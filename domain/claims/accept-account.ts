import { eq } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { acceptAccountInput } from "./input";
import { queueClaimMail } from "./mails";
import { moveClaim } from "./move-claim";
import { mayAcceptAccounts } from "./policy";
import { getClaimForUpdate, openAnswers, toClaim } from "./queries/read-claim";
import { whyNotAcceptable } from "./rules";
import type { Claim } from "./types";
import { whyNotAcceptableBy } from "./why-not-acceptable-by";

/**
 * Let an approved claim be paid into the account that was given after its approval, or once more after its money came back, and tell its claimant. `payoutVersion` is the account that was on the page: one that was changed again since is a
 * Conflict. Not by whoever typed it from paper, nor by one of the two who judged its account where the decision took two. @throws {Forbidden} @throws {StaleProof} @throws {Conflict}
 */
export async function acceptAccount(ctx: Context, raw: unknown): Promise<Claim> {
  authorise(ctx, mayAcceptAccounts);
  const { staffId } = requireStaffActor(ctx);
  const { claimId, payoutVersion } = parseInput(acceptAccountInput, raw);
  return withTransaction(ctx, async (tx) => {
    const row = await getClaimForUpdate(tx, claimId);
    const claim = toClaim(row);
    const refusal = claim.payoutVersion === payoutVersion ? whyNotAcceptable(claim) : new Conflict("claim-changed-meanwhile");
    if (refusal) throw refusal;
    const own = await whyNotAcceptableBy(tx, row, staffId);
    if (own) throw own;
    const set = { approvedPayoutVersion: payoutVersion };
    const letter = { kind: "account-accepted" } as const;
    const accepted = claim.state === "returned" ? await moveClaim(tx, ctx, claim, "approved", letter, set) : { ...claim, ...set };
    if (claim.state === "approved") {
      await tx.update(claims).set(set).where(eq(claims.id, claimId));
      await queueClaimMail(tx, ctx, accepted, await openAnswers(ctx, row), letter);
    }
    await recordAudit(tx, ctx, { action: "claim.accept-account", object: { kind: "claim", id: claimId }, incidentId: claim.incidentId, details: { account: payoutVersion, again: claim.state === "returned" } });
    return accepted;
  });
}
