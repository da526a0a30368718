import { and, eq } from "drizzle-orm";
import { postingFiles, postings } from "@/db/schema/postings";
import { sha256 } from "@/lib/crypto";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { enqueue } from "../../kernel/job";
import { withTransaction } from "../../kernel/transaction";
import { checkPostingsJob } from "../jobs";
import { mayRunPostings } from "../policy";
import { readPosting } from "../queries";
import { settlePosting } from "./settle-posting";

/** Make the files of a posting and let it stand. One that stands already is left as it is, so that a job that runs twice changes nothing. */
export async function renderPosting(ctx: Context, options: { portalUrl: string }, postingId: string): Promise<void> {
  authorise(ctx, mayRunPostings);
  const posting = await readPosting(ctx.db, postingId);
  if (posting.state !== "publishing") return;
  const { publishedFrom, mustStayUntil, files } = await settlePosting(ctx, ctx.db, posting, options);
  await withTransaction(ctx, async (tx) => {
    const standing = await tx
      .update(postings)
      .set({ state: "standing", publishedFrom, mustStayUntil })
      .where(and(eq(postings.id, postingId), eq(postings.state, "publishing")))
      .returning({ id: postings.id });
    // Another run of the same job was first; its bytes are the ones that stand.
    if (standing.length === 0) return;
    const rows = files.map((file) => ({ ...file, postingId, hash: sha256(file.bytes), renderedAt: publishedFrom }));
    await tx.insert(postingFiles).values(rows);
    await recordAudit(tx, ctx, { action: "posting.stand", object: { kind: "posting", id: postingId }, incidentId: posting.incidentId, details: { number: posting.number, mustStayUntil: mustStayUntil.toISOString(), hashes: Object.fromEntries(rows.map(({ locale, hash }) => [locale, hash.toString("hex")])) } });
    await enqueue(tx, checkPostingsJob, {}, { key: checkPostingsJob.name });
  });
}
