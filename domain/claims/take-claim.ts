import { and, eq } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { recordAudit } from "../audit/record-audit";
import { authorise, may, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction, type Executor } from "../kernel/transaction";
import { mayLeadDesk } from "./desk/policy";
import { claimIdInput } from "./input";
import { moveClaim } from "./move-claim";
import { mayDecideClaims } from "./policy";
import { getClaimForUpdate, toClaim, type ClaimRow } from "./queries/read-claim";
import { whyNotTakable } from "./rules";
import type { Claim } from "./types";

/**
 * Become the agent of a claim that nobody else has, or as a lead of any: a submitted one goes into review, one in review, waiting for information or on appeal stays where it is. An appeal is not for who decided first. Of two
 * agents who take it at the same moment the second is refused. @throws {Forbidden} @throws {Conflict}
 */
export async function takeClaim(ctx: Context, raw: unknown): Promise<Claim> {
  authorise(ctx, mayDecideClaims);
  const { claimId } = parseInput(claimIdInput, raw);
  return withTransaction(ctx, async (tx) => takeRow(tx, ctx, await getClaimForUpdate(tx, claimId)));
}

/** The same for a claim that the caller's transaction holds. @throws {Forbidden} @throws {Conflict} */
export async function takeRow(tx: Executor, ctx: Context, row: ClaimRow): Promise<Claim> {
  const { staffId } = requireStaffActor(ctx);
  const claim = toClaim(row);
  const refusal = whyNotTakable(claim, { staffId, leads: may(ctx.actor, mayLeadDesk) });
  if (refusal) throw refusal;
  const taken = claim.state === "submitted" ? await moveClaim(tx, ctx, claim, "in-review", { kind: "in-review" }, { assignedTo: staffId }) : { ...claim, assignedTo: staffId };
  if (claim.state !== "submitted") {
    const [changed] = await tx.update(claims).set({ assignedTo: staffId }).where(and(eq(claims.id, claim.id), eq(claims.state, claim.state))).returning({ id: claims.id });
    if (!changed) throw new Conflict("claim-changed-meanwhile");
  }
  await recordAudit(tx, ctx, { action: "claim.take", object: { kind: "claim", id: claim.id }, incidentId: claim.incidentId, ...(row.assignedTo === null || row.assignedTo === staffId ? {} : { details: { from: row.assignedTo } }) });
  return taken;
}
