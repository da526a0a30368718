import { eq } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { authorise, type Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import { requireUuid } from "../../kernel/ids";
import { mayReadRisk } from "./policy";
import type { RiskReason } from "./types";
import { weighClaim } from "./weigh-claim";

/** Read the reasons to look at a claim, as they are at this moment: what is open first, then what was explained, then what is only known. @throws {Forbidden} @throws {NotFound} */
export async function listRiskReasons(ctx: Context, claimId: string): Promise<RiskReason[]> {
  authorise(ctx, mayReadRisk);
  const [row] = await ctx.db.select().from(claims).where(eq(claims.id, requireUuid(claimId, "claim")));
  if (!row || row.state === "draft") throw new NotFound("claim");
  const order = { open: 0, explained: 1, quiet: 2 };
  return (await weighClaim(ctx.db, ctx, row)).sort((a, b) => order[a.state] - order[b.state]);
}
