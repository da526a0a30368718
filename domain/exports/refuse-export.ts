import { and, eq, sql } from "drizzle-orm";
import { dataExports } from "@/db/schema/exports";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { refuseExportInput } from "./input";
import { kinds } from "./kinds";
import { mayDecideExports } from "./policy";
import { getExport } from "./queries";
import { whyNotDecidable } from "./rules";

/** Say no as the second person, and why: who asked reads it. @throws {Forbidden} @throws {StaleProof} @throws {Invalid} @throws {NotFound} @throws {Conflict} when it is decided */
export async function refuseExport(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayDecideExports);
  const { staffId } = requireStaffActor(ctx);
  const { exportId, reason } = parseInput(refuseExportInput, raw);
  const asked = await getExport(ctx, exportId);
  authorise(ctx, kinds[asked.kind].second);
  const refusal = whyNotDecidable(asked, staffId);
  if (refusal) throw refusal;
  await withTransaction(ctx, async (tx) => {
    const [refused] = await tx
      .update(dataExports)
      .set({ state: "refused", decidedBy: staffId, decidedAt: sql`clock_timestamp()`, refusal: reason })
      .where(and(eq(dataExports.id, exportId), eq(dataExports.state, "waiting")))
      .returning({ id: dataExports.id });
    if (!refused) throw new Conflict("export-decided");
    await recordAudit(tx, ctx, { action: "export.refuse", object: { kind: "export", id: exportId }, incidentId: asked.incidentId, reason, details: { kind: asked.kind, of: asked.objectId, people: asked.people, askedBy: asked.askedBy } });
  });
}
