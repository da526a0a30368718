import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { claimIdInput } from "./input";
import { moveClaim } from "./move-claim";
import { mayDecideClaims } from "./policy";
import { getClaimForUpdate, toClaim } from "./queries/read-claim";
import type { Claim } from "./types";

/** Take a submitted claim into review as its agent. A second agent who takes it at the same moment gets a Conflict. @throws {Forbidden} @throws {Conflict} */
export async function takeClaim(ctx: Context, raw: unknown): Promise<Claim> {
  authorise(ctx, mayDecideClaims);
  const actor = requireStaffActor(ctx);
  const { claimId } = parseInput(claimIdInput, raw);
  return withTransaction(ctx, async (tx) => {
    const claim = toClaim(await getClaimForUpdate(tx, claimId));
    if (claim.state !== "submitted") throw new Conflict("claim-taken-already");
    const taken = await moveClaim(tx, ctx, claim, "in-review", { assignedTo: actor.staffId });
    await recordAudit(tx, ctx, { action: "claim.take", object: { kind: "claim", id: claim.id }, incidentId: claim.incidentId });
    return taken;
  });
}
