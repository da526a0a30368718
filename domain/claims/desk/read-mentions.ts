import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { claimMentions } from "@/db/schema/claims-desk";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { readMentionsInput } from "./input";
import { mayFollowClaims } from "./policy";

/** Mark one's own mentions in the notes of some claims as read. @throws {Forbidden} */
export async function readMentions(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayFollowClaims);
  const { claim } = parseInput(readMentionsInput, raw);
  const { staffId } = requireStaffActor(ctx);
  await withTransaction(ctx, async (tx) => {
    const read = await tx
      .update(claimMentions)
      .set({ readAt: sql`clock_timestamp()` })
      .where(and(eq(claimMentions.staffId, staffId), inArray(claimMentions.claimId, claim), isNull(claimMentions.readAt)))
      .returning({ claimId: claimMentions.claimId });
    if (read.length > 0) await recordAudit(tx, ctx, { action: "claim.read-mentions", object: { kind: "staff", id: staffId }, details: { claims: [...new Set(read.map(({ claimId }) => claimId))] } });
  });
}
