import { and, eq, sql } from "drizzle-orm";
import { loadExportLimits } from "@/content/exports/limits";
import { dataExports } from "@/db/schema/exports";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { exportInput } from "./input";
import { kinds } from "./kinds";
import { mayDecideExports } from "./policy";
import { getExport } from "./queries";
import { whyNotDecidable } from "./rules";

/** Agree as the second person that a file leaves: who asked for it can take it out from now on, for a limited time. Never one's own. @throws {Forbidden} @throws {StaleProof} @throws {NotFound} @throws {Conflict} when it is decided or its time is over */
export async function approveExport(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayDecideExports);
  const { staffId } = requireStaffActor(ctx);
  const { exportId } = parseInput(exportInput, raw);
  const asked = await getExport(ctx, exportId);
  authorise(ctx, kinds[asked.kind].second);
  const refusal = whyNotDecidable(asked, staffId);
  if (refusal) throw refusal;
  const { hours } = loadExportLimits().file;
  await withTransaction(ctx, async (tx) => {
    const [ready] = await tx
      .update(dataExports)
      .set({ state: "ready", decidedBy: staffId, decidedAt: sql`clock_timestamp()`, endsAt: sql`clock_timestamp() + ${`${hours} hours`}::interval` })
      .where(and(eq(dataExports.id, exportId), eq(dataExports.state, "waiting"), sql`${dataExports.endsAt} > clock_timestamp()`))
      .returning({ id: dataExports.id });
    if (!ready) throw new Conflict("export-decided");
    await recordAudit(tx, ctx, { action: "export.approve", object: { kind: "export", id: exportId }, incidentId: asked.incidentId, details: { kind: asked.kind, of: asked.objectId, people: asked.people, askedBy: asked.askedBy } });
  });
}
