import { and, eq, ne } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { authorise, type Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import { requireUuid } from "../../kernel/ids";
import { mayReadClaims } from "../policy";
import { toClaim } from "./read-claim";
import type { Claim } from "../types";

/** Which filed claim an address names, and whose record it rests on, with nothing that its person told: for an act that shows nothing of the claim, or writes down a look of its own. @throws {Forbidden} @throws {NotFound} */
export async function findClaimKey(ctx: Context, claimId: string): Promise<Pick<Claim, "id" | "incidentId" | "subjectId">> {
  authorise(ctx, mayReadClaims);
  const [row] = await ctx.db.select().from(claims).where(and(eq(claims.id, requireUuid(claimId, "claim")), ne(claims.state, "draft")));
  if (!row) throw new NotFound("claim");
  const { id, incidentId, subjectId } = toClaim(row);
  return { id, incidentId, subjectId };
}
