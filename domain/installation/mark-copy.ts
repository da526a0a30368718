import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { installation, installationGuests } from "@/db/schema/installation";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { enqueue } from "../kernel/job";
import { withTransaction } from "../kernel/transaction";
import { reasonInput } from "./input";
import { sendingUnlockedJob } from "./jobs";
import { mayManageInstallation } from "./policy";
import { getInstallationForUpdate } from "./queries";

/**
 * Say that this database is a copy: trial mode with nobody on its guest list, and no way to take it live. It gets a name of its own, so that the memory of the
 * machine keeps it apart from the original. @throws {Forbidden} @throws {Conflict} when nobody doubts that it is the real one
 */
export async function markCopy(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayManageInstallation);
  const { reason } = parseInput(reasonInput, raw);
  await withTransaction(ctx, async (tx) => {
    const { id, standing, differences } = await getInstallationForUpdate(tx);
    if (standing !== "unconfirmed") throw new Conflict(standing === "copy" ? "installation-is-copy" : "installation-confirmed");
    const by = ctx.actor.kind === "staff" ? ctx.actor.staffId : null;
    await tx.update(installation).set({ id: randomUUID(), standing: "copy", standingBy: by, standingAt: sql`clock_timestamp()`, mode: "trial", modeBy: by, modeAt: sql`clock_timestamp()` });
    await tx.delete(installationGuests);
    await recordAudit(tx, ctx, { action: "installation.mark-copy", object: { kind: "installation", id }, reason, details: { differences } });
    // Mails that waited for this word are withheld now, and shown as that.
    await enqueue(tx, sendingUnlockedJob, {}, { key: sendingUnlockedJob.name });
  });
}
