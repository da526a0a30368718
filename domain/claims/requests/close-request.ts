import { and, eq } from "drizzle-orm";
import { claimRequests } from "@/db/schema/claims";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, Forbidden, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { claimIdInput } from "../input";
import { moveClaim } from "../move-claim";
import { mayDecideClaims } from "../policy";
import { getClaimForUpdate, toClaim } from "../queries/read-claim";
import type { Claim } from "../types";
import { getOpenRequest } from "./read-request";

/** Go on without an answer: the claim is back in review with its agent, who decides by what is there, and the claimant is told. @throws {Forbidden} @throws {Conflict} */
export async function closeRequest(ctx: Context, raw: unknown): Promise<Claim> {
  authorise(ctx, mayDecideClaims);
  const actor = requireStaffActor(ctx);
  const { claimId } = parseInput(claimIdInput, raw);
  return withTransaction(ctx, async (tx) => {
    const row = await getClaimForUpdate(tx, claimId);
    if (row.state !== "needs-information") throw new Conflict("claim-not-asked");
    if (row.assignedTo !== null && row.assignedTo !== actor.staffId) throw new Forbidden("claim-of-another");
    const request = await getOpenRequest(tx, claimId);
    const now = ctx.clock.now();
    await tx.update(claimRequests).set({ closedBy: actor.staffId, closedAt: now }).where(and(eq(claimRequests.claimId, claimId), eq(claimRequests.number, request.number)));
    const moved = await moveClaim(tx, ctx, toClaim(row), "in-review", { kind: "gone-on" }, { assignedTo: actor.staffId });
    await recordAudit(tx, ctx, { action: "claim.go-on", object: { kind: "claim", id: claimId }, incidentId: row.incidentId, details: { request: request.number, early: now < request.cureBy } });
    return moved;
  });
}
