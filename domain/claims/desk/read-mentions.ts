import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { claimMentions } from "@/db/schema/claims-desk";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { readMentionsInput } from "./input";
import { mayNoteClaims } from "./policy";

/** Mark one's own mentions in the notes of some claims as read. It changes nobody's view but one's own, so it is not in the audit. @throws {Forbidden} */
export async function readMentions(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayNoteClaims);
  const { claim } = parseInput(readMentionsInput, raw);
  await ctx.db
    .update(claimMentions)
    .set({ readAt: sql`clock_timestamp()` })
    .where(and(eq(claimMentions.staffId, requireStaffActor(ctx).staffId), inArray(claimMentions.claimId, claim), isNull(claimMentions.readAt)));
}
