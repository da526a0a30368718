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
import { whyNotConfirmable } from "./rules";
import { fingerprint } from "./types";

/** Far past whatever other machines remember of the same database, so that they do not take it for an old one again. */
const LEAP = 1_000_000n;

/** Say that this database is the real installation: what is there now becomes what it is known by, and sending goes on where it stopped. @throws {Forbidden} @throws {Conflict} */
export async function confirmInstallation(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayManageInstallation);
  const { reason } = parseInput(reasonInput, raw);
  await withTransaction(ctx, async (tx) => {
    const { id, counter, seen, standing, differences } = await getInstallationForUpdate(tx);
    const refusal = whyNotConfirmable({ standing }, ctx.actor.kind === "operator");
    if (refusal) throw refusal;
    const remembered = BigInt(seen?.counter ?? 0);
    await tx.update(installation).set({
      standing: "confirmed",
      standingBy: ctx.actor.kind === "staff" ? ctx.actor.staffId : null,
      standingAt: sql`clock_timestamp()`,
      // Without a look there is nothing to take over: the next one makes the fingerprint.
      fingerprint: seen ? fingerprint.parse(seen) : null,
      seen: null,
      differences: [],
      counter: (counter > remembered ? counter : remembered) + LEAP,
    });
    await recordAudit(tx, ctx, { action: "installation.confirm", object: { kind: "installation", id }, reason, details: { was: standing, differences } });
    await enqueue(tx, sendingUnlockedJob, {}, { key: sendingUnlockedJob.name });
  });
}
