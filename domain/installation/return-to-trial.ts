import { sql } from "drizzle-orm";
import { installation } from "@/db/schema/installation";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { reasonInput } from "./input";
import { mayManageInstallation } from "./policy";
import { getInstallationForUpdate } from "./queries";

/** Go back to trial mode. It counts from the commit on: a batch that is being handed over is the last. It silences codes to the people concerned too, so it is no one click. @throws {Forbidden} @throws {Invalid} @throws {Conflict} */
export async function returnToTrial(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayManageInstallation);
  const { reason } = parseInput(reasonInput, raw);
  await withTransaction(ctx, async (tx) => {
    const { id, mode } = await getInstallationForUpdate(tx);
    if (mode === "trial") throw new Conflict("installation-already-trial");
    await tx.update(installation).set({ mode: "trial", modeBy: ctx.actor.kind === "staff" ? ctx.actor.staffId : null, modeAt: sql`clock_timestamp()` });
    await recordAudit(tx, ctx, { action: "installation.return-to-trial", object: { kind: "installation", id }, reason });
  });
}
