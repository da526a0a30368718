import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { decideClaimInput } from "../input";
import { mayApproveClaims } from "../policy";
import { getClaimForUpdate, toClaim } from "../queries/read-claim";
import type { Claim } from "../types";
import { readAsked } from "./read-asked";
import { getOpenDecision, openSheet } from "./read-decision";
import { reckonSheet } from "./rules";
import { whyNotSeen } from "../rules";
import { settleDecision } from "./settle-decision";
import { whyNotConfirmable } from "./why-not-confirmable";

/** Make a decision that somebody else proposed. It is reckoned once more from the sheet that was read, and waits while something has come from the claimant since it was proposed that nobody has read, or since the page was made. @throws {Forbidden} for who proposed it @throws {StaleProof} @throws {Conflict} */
export async function confirmDecision(ctx: Context, raw: unknown): Promise<Claim> {
  authorise(ctx, mayApproveClaims);
  const actor = requireStaffActor(ctx);
  const { claimId, edit, seen } = parseInput(decideClaimInput, raw);
  const asked = await readAsked(ctx, claimId);
  return withTransaction(ctx, async (tx) => {
    const row = await getClaimForUpdate(tx, claimId);
    const open = await getOpenDecision(tx, claimId, "proposed", edit);
    const refusal = whyNotConfirmable(row, open, actor.staffId) ?? whyNotSeen(row, seen);
    if (refusal) throw refusal;
    if (toClaim(row).flags.includes("unread")) throw new Conflict("claim-unread");
    const sheet = await openSheet(ctx, open);
    return settleDecision(tx, ctx, { staffId: actor.staffId, asked, row, open, sheet, reckoned: reckonSheet(asked, sheet), proposedBy: open.proposedBy ?? "" });
  });
}
