import { sql } from "drizzle-orm";
import { installation } from "@/db/schema/installation";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { enqueue } from "../kernel/job";
import { withTransaction } from "../kernel/transaction";
import { reasonInput } from "./input";
import { sendingUnlockedJob } from "./jobs";
import { mayManageInstallation } from "./policy";
import { getInstallationForUpdate } from "./queries";
import { whyNotLive, type MissingSetting } from "./rules";

/**
 * End the trial: from the commit on everybody is written to, and the waves that waited go. What was withheld from strangers is gone and is not sent later: a code
 * of last week would only frighten. `missing` is what the settings leave unsaid (`findMissing`). @throws {Forbidden} @throws {Conflict} for a copy, an unconfirmed database, one that is
 * live, one whose log nobody outside could vouch for, or whose backups nobody knows the age of
 */
export async function takeLive(ctx: Context, raw: unknown, { missing }: { missing: MissingSetting | null }): Promise<void> {
  authorise(ctx, mayManageInstallation);
  const { reason } = parseInput(reasonInput, raw);
  await withTransaction(ctx, async (tx) => {
    const { id, ...found } = await getInstallationForUpdate(tx);
    const refusal = whyNotLive(found, missing);
    if (refusal) throw refusal;
    await tx.update(installation).set({ mode: "live", modeBy: ctx.actor.kind === "staff" ? ctx.actor.staffId : null, modeAt: sql`clock_timestamp()` });
    await recordAudit(tx, ctx, { action: "installation.take-live", object: { kind: "installation", id }, reason });
    await enqueue(tx, sendingUnlockedJob, {}, { key: sendingUnlockedJob.name });
  });
}
