import { and, eq, isNull } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { claimIdInput } from "./input";
import { queueClaimMail } from "./mails";
import { moveClaim } from "./move-claim";
import { mayDecideClaims } from "./policy";
import { getClaimForUpdate, openAnswers, toClaim } from "./queries/read-claim";
import { whyNotTakable } from "./rules";
import type { Claim } from "./types";

/**
 * Become the agent of a claim: of a submitted one, which goes into review, or of one in review, waiting for information or on appeal that is nobody's. An appeal is not for who decided first. A second agent who takes
 * it at the same moment gets a Conflict. @throws {Forbidden} @throws {Conflict}
 */
export async function takeClaim(ctx: Context, raw: unknown): Promise<Claim> {
  authorise(ctx, mayDecideClaims);
  const { staffId } = requireStaffActor(ctx);
  const { claimId } = parseInput(claimIdInput, raw);
  return withTransaction(ctx, async (tx) => {
    const row = await getClaimForUpdate(tx, claimId);
    const claim = toClaim(row);
    const refusal = whyNotTakable(claim, staffId);
    if (refusal) throw refusal;
    const taken = claim.state === "submitted" ? await moveClaim(tx, ctx, claim, "in-review", { assignedTo: staffId }) : { ...claim, assignedTo: staffId };
    if (claim.state === "submitted") await queueClaimMail(tx, ctx, taken, await openAnswers(ctx, row), { kind: "in-review" });
    else await tx.update(claims).set({ assignedTo: staffId }).where(and(eq(claims.id, claimId), isNull(claims.assignedTo)));
    await recordAudit(tx, ctx, { action: "claim.take", object: { kind: "claim", id: claim.id }, incidentId: claim.incidentId });
    return taken;
  });
}
