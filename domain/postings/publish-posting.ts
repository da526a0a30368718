import { and, eq } from "drizzle-orm";
import { postings } from "@/db/schema/postings";
import { recordAudit } from "../audit/record-audit";
import { findPublishedIncident } from "../incidents/queries";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { enqueue } from "../kernel/job";
import { withTransaction } from "../kernel/transaction";
import { readTemplateVersion } from "../notices/queries";
import { postingIdInput } from "./input";
import { renderPostingJob } from "./jobs";
import { mayPublishPostings } from "./policy";
import { getPostingForUpdate } from "./queries";
import { whyNotPublishable } from "./rules";
import { whyWordingOpen } from "./why-wording-open";

/** Publish a posting that somebody else proposed: the worker makes its files, and from then on it stands. @throws {Forbidden} @throws {Conflict} @throws {NotFound} */
export async function publishPosting(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayPublishPostings);
  const { staffId } = requireStaffActor(ctx);
  const { postingId } = parseInput(postingIdInput, raw);
  await withTransaction(ctx, async (tx) => {
    const posting = await getPostingForUpdate(tx, postingId);
    const refusal = whyNotPublishable(posting, staffId);
    if (refusal) throw refusal;
    // Data, facts and law may have changed since it was approved, and since it was proposed.
    const unclear = await whyWordingOpen(tx, ctx, await readTemplateVersion(tx, posting.template.versionId));
    if (unclear) throw unclear;
    // It says who posts it and where to ask, from the words that are published about the incident.
    if (!(await findPublishedIncident(tx, posting.incidentId))) throw new Conflict("incident-not-published");
    const published = await tx
      .update(postings)
      .set({ state: "publishing", decidedBy: staffId, decidedAt: ctx.clock.now() })
      .where(and(eq(postings.id, postingId), eq(postings.state, "proposed")))
      .returning({ id: postings.id });
    if (published.length === 0) throw new Conflict("posting-not-proposed");
    await recordAudit(tx, ctx, { action: "posting.publish", object: { kind: "posting", id: postingId }, incidentId: posting.incidentId, details: { number: posting.number, stayDays: posting.stayDays } });
    await enqueue(tx, renderPostingJob, { postingId }, { key: `${renderPostingJob.name}:${postingId}` });
  });
}
