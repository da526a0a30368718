import { and, eq } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { evidenceFiles } from "@/db/schema/evidence";
import { authorise, type Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { mayWeighClaims } from "./policy";
import { recordTraces } from "./record-traces";

/** Take a paper that was inspected into what its claim is compared by. Papers of drafts leave nothing: they are taken in when the claim is filed. @throws {Forbidden} */
export async function recordPaperTraces(ctx: Context, { incidentId, evidenceId }: { incidentId: string; evidenceId: string }): Promise<void> {
  authorise(ctx, mayWeighClaims);
  const [paper] = await ctx.db.select({ ownerId: evidenceFiles.ownerId }).from(evidenceFiles).where(and(eq(evidenceFiles.incidentId, incidentId), eq(evidenceFiles.id, evidenceId), eq(evidenceFiles.ownerKind, "claim")));
  if (!paper) return;
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.select().from(claims).where(eq(claims.id, paper.ownerId)).for("update");
    if (row && row.state !== "draft" && row.state !== "withdrawn") await recordTraces(tx, ctx, row);
  });
}
