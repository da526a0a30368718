import { eq, sql } from "drizzle-orm";
import { claimIntakes } from "@/db/schema/claim-intakes";
import { claims } from "@/db/schema/claims";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { claimIdInput } from "../input";
import { mayEnterPaperClaims } from "../policy";
import { holdEntry } from "./hold-entry";

/**
 * Go on with an entry from paper that somebody else began: anybody who enters papers with what is nobody's, a lead with a colleague's. Whoever had it may not go on with it, and from here on both count as having typed it. One's own
 * stays as it is. @throws {Forbidden} @throws {NotFound} @throws {Conflict}
 */
export async function takeEntry(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayEnterPaperClaims);
  const { claimId } = parseInput(claimIdInput, raw);
  await withTransaction(ctx, async (tx) => {
    const { claim, intake, staffId } = await holdEntry(tx, ctx, claimId);
    if (claim.assignedTo === staffId) return;
    await tx.update(claims).set({ assignedTo: staffId }).where(eq(claims.id, claim.id));
    if (intake.enteredBy !== staffId && !intake.takenOverBy.includes(staffId)) await tx.update(claimIntakes).set({ takenOverBy: sql`${claimIntakes.takenOverBy} || ${staffId}::uuid` }).where(eq(claimIntakes.claimId, claim.id));
    await recordAudit(tx, ctx, { action: "claim.take-entry", object: { kind: "claim", id: claim.id }, incidentId: claim.incidentId, details: { from: claim.assignedTo } });
  });
}
