import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { holdIndexKey } from "../keys/rotation/steady-index";
import { appealClaimInput } from "./input";
import { insertMessage } from "./messages/read-messages";
import { moveClaim } from "./move-claim";
import { getOwnClaimById, getOwnClaimForUpdate } from "./own-claim";
import { takeLetter } from "./paper/take-letter";
import { openDecision, toClaim } from "./queries/read-claim";
import { insertRest } from "./rest/insert-rest";
import { findParts } from "./rest/queries";
import { isGrantedInPart, whyNotAppealable } from "./rules";
import { noteArrival } from "./set-flag";
import type { Claim } from "./types";

/**
 * Ask for a second look at the decision on one's own claim, within the days that the terms give, saying why. Of a claim that was denied it is the claim itself that is appealed; of one that was granted in part the rest
 * is, as a claim of its own, which is given back, and what was granted goes its way. Somebody who had no part in the decision looks at it. Staff ask from a letter, of a claim on paper.
 * @throws {SignedOut} @throws {Conflict} @throws {Invalid}
 */
export async function appealClaim(ctx: Context, raw: unknown): Promise<Claim> {
  const { claimId, text } = parseInput(appealClaimInput, raw);
  const { incidentId } = await getOwnClaimById(ctx, claimId);
  return withTransaction(ctx, async (tx) => {
    await holdIndexKey(tx, ctx.keys, incidentId);
    const row = await getOwnClaimForUpdate(tx, ctx, claimId);
    const decision = await openDecision(ctx, row);
    const refusal = whyNotAppealable(row.state, decision, (await findParts(tx, row)).rest !== null, await takeLetter(tx, ctx, row, "appeal", raw));
    if (refusal) throw refusal;
    const denied = decision && isGrantedInPart(row.state, decision) ? await insertRest(tx, ctx, row, decision) : row;
    // Nobody's until somebody else takes it.
    const appealed = await moveClaim(tx, ctx, toClaim(denied), "appealed", { kind: "appealed" }, { assignedTo: null });
    await insertMessage(tx, ctx, denied, { kind: "claimant" }, text);
    await noteArrival(tx, denied.id);
    await recordAudit(tx, ctx, { action: "claim.appeal", object: { kind: "claim", id: denied.id }, incidentId, ...(denied.restOf === null ? {} : { details: { restOf: denied.restOf } }) });
    return appealed;
  });
}
