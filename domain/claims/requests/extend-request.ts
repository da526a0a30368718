import { and, eq } from "drizzle-orm";
import { claimRequests } from "@/db/schema/claims";
import { recordAudit } from "../../audit/record-audit";
import { readZonedTime } from "../../incidents/zoned-time";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, Invalid, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { startClock } from "../clocks/start-clock";
import { extendRequestInput } from "../input";
import { queueClaimMail } from "../mails";
import { mayDecideClaims } from "../policy";
import { incidentTimeZone } from "../queries/incident-time-zone";
import { getClaimForUpdate, openAnswers, toClaim } from "../queries/read-claim";
import { getOpenRequest } from "./read-request";

/** Give a claimant until a later day, to its end, and tell them. @throws {Forbidden} @throws {Conflict} @throws {Invalid} for an earlier one */
export async function extendRequest(ctx: Context, raw: unknown): Promise<{ claimId: string }> {
  authorise(ctx, mayDecideClaims);
  requireStaffActor(ctx);
  const { claimId, until } = parseInput(extendRequestInput, raw);
  return withTransaction(ctx, async (tx) => {
    const row = await getClaimForUpdate(tx, claimId);
    if (row.state !== "needs-information") throw new Conflict("claim-not-asked");
    const request = await getOpenRequest(tx, claimId);
    const end = readZonedTime(`${until}T23:59:59`, await incidentTimeZone(tx, row.incidentId));
    const cureBy = end === null ? null : new Date(end);
    if (cureBy === null || cureBy <= request.cureBy || cureBy <= ctx.clock.now()) throw new Invalid({ until: ["date-not-later"] });
    await tx.update(claimRequests).set({ cureBy, remindedAt: null, passedAt: null }).where(and(eq(claimRequests.claimId, claimId), eq(claimRequests.number, request.number)));
    await startClock(tx, ctx, { claimId, incidentId: row.incidentId, kind: "cure", dueAt: cureBy });
    await queueClaimMail(tx, ctx, toClaim(row), await openAnswers(ctx, row), { kind: "extended", by: cureBy });
    await recordAudit(tx, ctx, { action: "claim.extend", object: { kind: "claim", id: claimId }, incidentId: row.incidentId, details: { request: request.number, until: cureBy.toISOString() } });
    return { claimId };
  });
}
