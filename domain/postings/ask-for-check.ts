import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { enqueue } from "../kernel/job";
import { withTransaction } from "../kernel/transaction";
import { postingIdInput } from "./input";
import { checkPostingsJob } from "./jobs";
import { mayKeepPostings } from "./policy";
import { readPosting } from "./queries";

/** Have the postings looked at now instead of within five minutes. @throws {Forbidden} @throws {Invalid} @throws {NotFound} */
export async function askForCheck(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayKeepPostings);
  const { postingId } = parseInput(postingIdInput, raw);
  await withTransaction(ctx, async (tx) => {
    const { incidentId } = await readPosting(tx, postingId);
    await enqueue(tx, checkPostingsJob, {}, { key: checkPostingsJob.name });
    await recordAudit(tx, ctx, { action: "posting.check", object: { kind: "posting", id: postingId }, incidentId });
  });
}
