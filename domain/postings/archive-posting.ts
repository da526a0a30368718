import { and, eq } from "drizzle-orm";
import { postings } from "@/db/schema/postings";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { postingIdInput } from "./input";
import { mayKeepPostings } from "./policy";
import { getPostingForUpdate } from "./queries";
import { whyNotArchivable } from "./rules";

/** Take a posting down once its time is over: it leaves the list of what stands, and stays readable at its address for ever. @throws {Forbidden} @throws {Conflict} before its time @throws {NotFound} */
export async function archivePosting(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayKeepPostings);
  const { staffId } = requireStaffActor(ctx);
  const { postingId } = parseInput(postingIdInput, raw);
  await withTransaction(ctx, async (tx) => {
    const posting = await getPostingForUpdate(tx, postingId);
    const now = ctx.clock.now();
    const refusal = whyNotArchivable(posting, now);
    if (refusal) throw refusal;
    const archived = await tx
      .update(postings)
      .set({ state: "archived", archivedBy: staffId, archivedAt: now })
      .where(and(eq(postings.id, postingId), eq(postings.state, "standing")))
      .returning({ id: postings.id });
    if (archived.length === 0) throw new Conflict("posting-not-standing");
    await recordAudit(tx, ctx, { action: "posting.archive", object: { kind: "posting", id: postingId }, incidentId: posting.incidentId, details: { number: posting.number } });
  });
}
