import { and, eq } from "drizzle-orm";
import { claimDecisions } from "@/db/schema/claims";
import { authorise, type Context } from "../../kernel/context";
import { mayReadClaims } from "../policy";

/** How many decisions of an incident wait for a second person, up to `most` and one more. @throws {Forbidden} */
export async function countProposed(ctx: Context, incidentId: string, most: number): Promise<number> {
  authorise(ctx, mayReadClaims);
  const rows = await ctx.db.select({ claimId: claimDecisions.claimId }).from(claimDecisions).where(and(eq(claimDecisions.incidentId, incidentId), eq(claimDecisions.state, "proposed"))).limit(most + 1);
  return rows.length;
}
