import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { emptyDraft } from "./empty-draft";
import { datasetVersionInput } from "./input";
import { mayImportDatasets } from "./policy";

/** Throw a draft away as if it had never been loaded; only its number stays used. @throws {Forbidden} @throws {Conflict} when it is not a draft */
export async function dropDraft(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayImportDatasets);
  const { incidentId, version } = parseInput(datasetVersionInput, raw);
  await withTransaction(ctx, async (tx) => {
    await emptyDraft(tx, { incidentId, version });
    await recordAudit(tx, ctx, { action: "dataset.drop", object: { kind: "dataset", id: `${incidentId}/${version}` }, incidentId, details: { version } });
  });
}
