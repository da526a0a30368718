import { eq } from "drizzle-orm";
import { staffGrants } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { checkEnd, endOfGrant } from "./grant-terms";
import { renewGrantInput } from "./input";
import { countsNow } from "./in-force";
import { mayManageStaff } from "./policy";
import { whyNotRenewable } from "./rules";

/**
 * Let a role last longer: until a day, or for as long as roles of its kind last from now on. It takes what giving it takes, so that admin goes on as it is until another admin approves. The operator, who gives roles alone, renews
 * them alone. @throws {Forbidden} for oneself @throws {Conflict} when the role has run out or does not count yet @throws {Invalid}
 */
export async function renewGrant(ctx: Context, raw: unknown): Promise<{ waits: boolean }> {
  authorise(ctx, mayManageStaff);
  const { grantId, until } = parseInput(renewGrantInput, raw);
  const by = ctx.actor.kind === "staff" ? ctx.actor.staffId : null;
  return withTransaction(ctx, async (tx) => {
    const [grant] = await tx.select().from(staffGrants).where(eq(staffGrants.id, grantId)).for("update");
    if (!grant) throw new NotFound("staff");
    const refusal = whyNotRenewable({ staffId: grant.staffId, counts: await countsNow(tx, grantId) }, by);
    if (refusal) throw refusal;
    checkEnd(grant.role, until, ctx.clock.now());
    const end = endOfGrant(grant.role, until);
    const waits = grant.role === "admin" && by !== null;
    const [renewed] = await tx
      .update(staffGrants)
      .set(waits ? { renewalBy: by, renewalUntil: end } : { expiresAt: end, renewedAt: ctx.clock.now(), renewedBy: by, renewalBy: null, renewalUntil: null, remindedAt: null })
      .where(eq(staffGrants.id, grantId))
      .returning();
    await recordAudit(tx, ctx, { action: waits ? "staff.ask-renewal" : "staff.renew-grant", object: { kind: "staff", id: grant.staffId }, details: { role: grant.role, until: (waits ? renewed?.renewalUntil : renewed?.expiresAt)?.toISOString() } });
    return { waits };
  });
}
