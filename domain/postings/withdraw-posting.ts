import { and, eq } from "drizzle-orm";
import { postings } from "@/db/schema/postings";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { withdrawPostingInput } from "./input";
import { mayWithdrawPostings } from "./policy";
import { getPostingForUpdate } from "./queries";

/** Take a proposal back, or return somebody else's, with the reason. What is published is not taken back: it is superseded. @throws {Forbidden} @throws {Invalid} @throws {Conflict} @throws {NotFound} */
export async function withdrawPosting(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayWithdrawPostings);
  const { staffId } = requireStaffActor(ctx);
  const { postingId, reason } = parseInput(withdrawPostingInput, raw);
  await withTransaction(ctx, async (tx) => {
    const posting = await getPostingForUpdate(tx, postingId);
    const withdrawn = await tx
      .update(postings)
      .set({ state: "withdrawn", decidedBy: staffId, decidedAt: ctx.clock.now(), reason })
      .where(and(eq(postings.id, postingId), eq(postings.state, "proposed")))
      .returning({ id: postings.id });
    if (withdrawn.length === 0) throw new Conflict("posting-not-proposed");
    await recordAudit(tx, ctx, { action: "posting.withdraw", object: { kind: "posting", id: postingId }, incidentId: posting.incidentId, reason, details: { number: posting.number } });
  });
}
