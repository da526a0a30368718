import { and, eq } from "drizzle-orm";
import { datasets } from "@/db/schema/exposure";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { dropDraft } from "./drop-draft";
import { datasetVersionInput } from "./input";

/**
 * Drop a draft whose importer left, as their off-boarding said. It may be dropped already, or published: by whoever agreed to it after the identity provider gave the importer's access back. Then it stays, and the audit log and
 * the log of the process say that the report of the off-boarding does not hold for it. @throws {Forbidden}
 */
export async function dropLeftDraft(ctx: Context, raw: unknown): Promise<void> {
  const { incidentId, version } = parseInput(datasetVersionInput, raw);
  try {
    await dropDraft(ctx, raw);
  } catch (error) {
    if (!(error instanceof Conflict && error.reason === "not-a-draft")) throw error;
    await withTransaction(ctx, async (tx) => {
      const [found] = await tx.select({ state: datasets.state }).from(datasets).where(and(eq(datasets.incidentId, incidentId), eq(datasets.version, version)));
      if (!found || found.state === "dropped") return;
      await recordAudit(tx, ctx, { action: "dataset.found-published", object: { kind: "dataset", id: `${incidentId}/${version}` }, incidentId, details: { version, state: found.state } });
      ctx.log.error({ incidentId, version, state: found.state }, "a leaver's draft was published before it could be dropped");
    });
  }
}
