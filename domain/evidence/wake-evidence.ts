import { and, asc, eq, inArray, lt, or, sql } from "drizzle-orm";
import { evidenceFiles } from "@/db/schema/evidence";
import { authorise, type Context } from "../kernel/context";
import { enqueue } from "../kernel/job";
import { withTransaction } from "../kernel/transaction";
import { inspectEvidenceJob } from "./jobs";
import { mayInspectEvidence } from "./policy";
import type { Scanner } from "./types";

/** So many at a look; the next comes in a minute. */
const AT_ONCE = 200;

/**
 * Put back to work what waits: papers held for the scanner as soon as it answers again, or is no longer set; papers that were let through before there was one; and
 * papers whose job went lost. One question a minute is all that a scanner that is down is asked.
 */
export async function wakeEvidence(ctx: Context, scanner: Scanner | null): Promise<void> {
  authorise(ctx, mayInspectEvidence);
  const ready = scanner === null || (await scanner.ready());
  const lost = and(eq(evidenceFiles.state, "received"), lt(evidenceFiles.changedAt, sql`clock_timestamp() - interval '10 minutes'`));
  const waiting = ready ? inArray(evidenceFiles.state, scanner === null ? ["scan-pending"] : ["scan-pending", "unscanned"]) : undefined;
  const due = await ctx.db.select({ incidentId: evidenceFiles.incidentId, evidenceId: evidenceFiles.id }).from(evidenceFiles).where(or(lost, waiting)).orderBy(asc(evidenceFiles.changedAt)).limit(AT_ONCE);
  await withTransaction(ctx, async (tx) => {
    for (const paper of due) await enqueue(tx, inspectEvidenceJob, paper, { key: `${inspectEvidenceJob.name}/${paper.evidenceId}` });
  });
}
