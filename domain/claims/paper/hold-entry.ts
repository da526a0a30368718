import { and, eq } from "drizzle-orm";
import { claimIntakes } from "@/db/schema/claim-intakes";
import { claims } from "@/db/schema/claims";
import { may, requireStaffActor, type Context } from "../../kernel/context";
import { Forbidden, NotFound } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import { mayLeadDesk } from "../desk/policy";
import type { ClaimRow } from "../queries/read-claim";
import type { IntakeRow } from "../queries/read-intake";
import { isOfAnother, whyNotEditable } from "../rules";

/** Hold the row of an entry that is one's own or nobody's; for whoever leads, of anybody's. @throws {NotFound} for what did not come on paper @throws {Conflict} once it is filed or dropped @throws {Forbidden} for a colleague's */
export async function holdEntry(tx: Executor, ctx: Context, claimId: string): Promise<{ claim: ClaimRow; intake: IntakeRow; staffId: string }> {
  const { staffId } = requireStaffActor(ctx);
  const [row] = await tx.select({ claim: claims, intake: claimIntakes }).from(claims).innerJoin(claimIntakes, eq(claimIntakes.claimId, claims.id)).where(and(eq(claims.id, claimId), eq(claimIntakes.way, "paper"))).for("update", { of: claims });
  if (!row) throw new NotFound("claim");
  const refusal = whyNotEditable(row.claim.state);
  if (refusal) throw refusal;
  if (isOfAnother(row.claim, { staffId, leads: may(ctx.actor, mayLeadDesk) })) throw new Forbidden("paper-entered-by-another");
  return { ...row, staffId };
}
