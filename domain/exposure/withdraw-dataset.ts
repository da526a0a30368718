import { and, desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import { datasets } from "@/db/schema/exposure";
import { incidents } from "@/db/schema/incidents";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { enqueue } from "../kernel/job";
import { withTransaction } from "../kernel/transaction";
import { datasetVersionInput } from "./input";
import { datasetChangedJob } from "./jobs";
import { mayPublishDatasets } from "./policy";

const withdrawDatasetInput = datasetVersionInput.extend({ reason: z.string().trim().min(10, "reason-too-short").max(2_000, "too-long") });

/**
 * Take the published version back: the one before it is what everybody sees again, at once and without copying a row. Its own rows are closed by the next
 * version. @throws {Forbidden} @throws {NotFound} @throws {Conflict} when it is not the published one
 */
export async function withdrawDataset(ctx: Context, raw: unknown): Promise<{ publishedVersion: number | null }> {
  authorise(ctx, mayPublishDatasets);
  const { incidentId, version, reason } = parseInput(withdrawDatasetInput, raw);
  return withTransaction(ctx, async (tx) => {
    const [incident] = await tx.select().from(incidents).where(eq(incidents.id, incidentId)).for("update");
    if (!incident) throw new NotFound("incident");
    if (incident.publishedVersion !== version) throw new Conflict("dataset-not-published");
    const [open] = await tx.select({ version: datasets.version }).from(datasets).where(and(eq(datasets.incidentId, incidentId), eq(datasets.state, "importing")));
    // A draft that is being merged right now is built on the published state.
    if (open) throw new Conflict("dataset-importing");
    await tx.update(datasets).set({ state: "withdrawn", withdrawnAt: ctx.clock.now() }).where(and(eq(datasets.incidentId, incidentId), eq(datasets.version, version)));
    const [before] = await tx
      .select({ version: datasets.version })
      .from(datasets)
      .where(and(eq(datasets.incidentId, incidentId), eq(datasets.state, "published"), lt(datasets.version, version)))
      .orderBy(desc(datasets.version))
      .limit(1);
    const publishedVersion = before?.version ?? null;
    await tx.update(incidents).set({ publishedVersion }).where(eq(incidents.id, incidentId));
    await recordAudit(tx, ctx, { action: "dataset.withdraw", object: { kind: "dataset", id: `${incidentId}/${version}` }, incidentId, reason, details: { version, publishedVersion } });
    await enqueue(tx, datasetChangedJob, { incidentId });
    return { publishedVersion };
  });
}
