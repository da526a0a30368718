import { and, asc, eq, isNull, or } from "drizzle-orm";
import { claimViews } from "@/db/schema/claims-team";
import { authorise, requireStaffActor, type Context } from "../../../kernel/context";
import { mayReadClaims } from "../../policy";
import { claimFilterInput } from "../input";
import type { ClaimView } from "../types";

/** One's own views of an incident's queue and those that colleagues share, by name. @throws {Forbidden} */
export async function listViews(ctx: Context, incidentId: string): Promise<ClaimView[]> {
  authorise(ctx, mayReadClaims);
  const { staffId } = requireStaffActor(ctx);
  const rows = await ctx.db.select().from(claimViews).where(and(eq(claimViews.incidentId, incidentId), isNull(claimViews.droppedAt), or(eq(claimViews.ownerId, staffId), eq(claimViews.shared, true)))).orderBy(asc(claimViews.name), asc(claimViews.id)).limit(100);
  return rows.map(({ id, name, shared, ownerId, filter }) => ({ id, name, shared, own: ownerId === staffId, filter: claimFilterInput.parse(filter) }));
}
