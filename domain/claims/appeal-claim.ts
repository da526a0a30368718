import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { appealClaimInput } from "./input";
import { queueClaimMail } from "./mails";
import { insertMessage } from "./messages/read-messages";
import { moveClaim } from "./move-claim";
import { getOwnClaimForUpdate } from "./own-claim";
import { takeLetter } from "./paper/take-letter";
import { openAnswers, openDecision, toClaim } from "./queries/read-claim";
import { whyNotAppealable } from "./rules";
import { setFlag } from "./set-flag";
import type { Claim } from "./types";

/** Ask for a second look at one's own claim that was denied, within the days that the terms give, saying why. Somebody else than who decided looks at it. Staff ask from a letter, of a claim on paper. @throws {SignedOut} @throws {Conflict} @throws {Invalid} */
export async function appealClaim(ctx: Context, raw: unknown): Promise<Claim> {
  const { claimId, text } = parseInput(appealClaimInput, raw);
  return withTransaction(ctx, async (tx) => {
    const row = await getOwnClaimForUpdate(tx, ctx, claimId);
    const refusal = whyNotAppealable(row.state, await openDecision(ctx, row), await takeLetter(tx, ctx, row, "appeal", raw));
    if (refusal) throw refusal;
    // Nobody's until somebody else takes it.
    const appealed = await moveClaim(tx, ctx, toClaim(row), "appealed", { assignedTo: null });
    await insertMessage(tx, ctx, row, { kind: "claimant" }, text);
    await setFlag(tx, claimId, "unread", true);
    await queueClaimMail(tx, ctx, appealed, await openAnswers(ctx, row), { kind: "appealed" });
    await recordAudit(tx, ctx, { action: "claim.appeal", object: { kind: "claim", id: claimId }, incidentId: row.incidentId });
    return appealed;
  });
}
