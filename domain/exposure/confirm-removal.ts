import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { datasets } from "@/db/schema/exposure";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { datasetVersionInput } from "./input";
import { mayImportDatasets } from "./policy";
import { whyNotRemovalConfirmable } from "./rules";

const confirmRemovalInput = datasetVersionInput.extend({ removed: z.coerce.number({ error: "removal-number" }).int("removal-number") });

/**
 * Confirm, as the one who imported it, how many people a replacement takes out, by typing the number. The second person types it again to publish.
 * @throws {Forbidden} @throws {NotFound} @throws {Conflict} when it is another number, or none is asked for
 */
export async function confirmRemoval(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayImportDatasets);
  const { incidentId, version, removed } = parseInput(confirmRemovalInput, raw);
  await withTransaction(ctx, async (tx) => {
    const mine = and(eq(datasets.incidentId, incidentId), eq(datasets.version, version));
    const [draft] = await tx.select().from(datasets).where(mine).for("update");
    if (!draft) throw new NotFound("dataset");
    const refusal = whyNotRemovalConfirmable(draft, ctx.actor.kind === "staff" ? ctx.actor.staffId : null, removed);
    if (refusal) throw refusal;
    const confirmed = await tx.update(datasets).set({ removalConfirmed: true }).where(and(mine, eq(datasets.state, "draft"))).returning({ version: datasets.version });
    if (confirmed.length === 0) throw new Conflict("not-a-draft");
    await recordAudit(tx, ctx, { action: "dataset.confirm-removal", object: { kind: "dataset", id: `${incidentId}/${version}` }, incidentId, details: { version, removed } });
  });
}
