import { and, eq } from "drizzle-orm";
import { datasets } from "@/db/schema/exposure";
import { incidents } from "@/db/schema/incidents";
import { staffMembers } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { enqueue } from "../kernel/job";
import { withTransaction } from "../kernel/transaction";
import { publishDatasetInput } from "./input";
import { datasetChangedJob } from "./jobs";
import { mayPublishDatasets } from "./policy";
import { whyNotPublishable } from "./rules";

/**
 * Make a draft what everybody sees. Whoever imported it may not publish it, and nobody may what somebody imported whose access has ended; when a replacement removes more than 1 % of the people both have typed the number.
 * @throws {Forbidden} @throws {NotFound} @throws {Conflict}
 */
export async function publishDataset(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayPublishDatasets);
  const actor = requireStaffActor(ctx);
  const { incidentId, version, removed } = parseInput(publishDatasetInput, raw);
  await withTransaction(ctx, async (tx) => {
    const mine = and(eq(datasets.incidentId, incidentId), eq(datasets.version, version));
    // Their person first, as an off-boarding does, and held: one of the same moment either finds it published or has taken it back before.
    const [importer] = await tx.select({ ended: staffMembers.disabledAt }).from(staffMembers).innerJoin(datasets, eq(datasets.importedBy, staffMembers.id)).where(mine).for("share", { of: staffMembers });
    const [incident] = await tx.select({ published: incidents.publishedVersion }).from(incidents).where(eq(incidents.id, incidentId)).for("update");
    const [draft] = await tx.select().from(datasets).where(mine).for("update");
    if (!incident || !draft) throw new NotFound("dataset");
    const refusal = whyNotPublishable({ ...draft, importerLeft: Boolean(importer?.ended) }, incident.published, actor.staffId, removed);
    if (refusal) throw refusal;
    const published = await tx
      .update(datasets)
      .set({ state: "published", publishedBy: actor.staffId, publishedAt: ctx.clock.now() })
      .where(and(mine, eq(datasets.state, "draft")))
      .returning({ version: datasets.version });
    if (published.length === 0) throw new Conflict("not-a-draft");
    await tx.update(incidents).set({ publishedVersion: version }).where(eq(incidents.id, incidentId));
    await recordAudit(tx, ctx, { action: "dataset.publish", object: { kind: "dataset", id: `${incidentId}/${version}` }, incidentId, details: { version, people: draft.people, added: draft.added, removed: draft.removed, changed: draft.changed } });
    await enqueue(tx, datasetChangedJob, { incidentId });
  });
}
