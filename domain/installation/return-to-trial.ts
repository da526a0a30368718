import { sql } from "drizzle-orm";
import { installation } from "@/db/schema/installation";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { Conflict } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { mayManageInstallation } from "./policy";
import { getInstallationForUpdate } from "./queries";

/** Go back to trial mode. It counts from the commit on: a batch that is being handed over is the last. Asks for no reason, because it may have to be quick. @throws {Forbidden} @throws {Conflict} */
export async function returnToTrial(ctx: Context): Promise<void> {
  authorise(ctx, mayManageInstallation);
  await withTransaction(ctx, async (tx) => {
    const { id, mode } = await getInstallationForUpdate(tx);
    if (mode === "trial") throw new Conflict("installation-already-trial");
    await tx.update(installation).set({ mode: "trial", modeBy: ctx.actor.kind === "staff" ? ctx.actor.staffId : null, modeAt: sql`clock_timestamp()` });
    await recordAudit(tx, ctx, { action: "installation.return-to-trial", object: { kind: "installation", id } });
  });
}
