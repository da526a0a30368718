import { and, desc, eq, inArray, ne } from "drizzle-orm";
import { datasets, imports } from "@/db/schema/exposure";
import { incidents } from "@/db/schema/incidents";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import type { ImportId } from "../kernel/ids";
import { withTransaction } from "../kernel/transaction";
import { requireSteadyIndex } from "../keys/rotation/steady-index";
import { startImportInput } from "./input";
import { mayImportDatasets } from "./policy";

export type StartedImport =
  | { kind: "new" | "resumed"; importId: ImportId; version: number }
  /** The same bytes are in a version already: nothing is to be done. */
  | { kind: "same-file"; version: number };

/**
 * Open the next version of an incident's dataset for a file, or find the run over the same bytes that was cut short. There is one draft at a time.
 * @throws {Forbidden} @throws {NotFound} @throws {Conflict} when another draft is open
 */
export async function startImport(ctx: Context, raw: unknown, file: { hash: Buffer; bytes: number }): Promise<StartedImport> {
  authorise(ctx, mayImportDatasets);
  const input = parseInput(startImportInput, raw);
  return withTransaction(ctx, async (tx) => {
    const [incident] = await tx.select({ id: incidents.id }).from(incidents).where(eq(incidents.id, input.incidentId)).for("update");
    if (!incident) throw new NotFound("incident");
    const [same] = await tx
      .select({ state: datasets.state, version: datasets.version, importId: imports.id })
      .from(datasets)
      .leftJoin(imports, and(eq(imports.incidentId, datasets.incidentId), eq(imports.version, datasets.version)))
      .where(and(eq(datasets.incidentId, input.incidentId), eq(datasets.sourceHash, file.hash), eq(datasets.mode, input.mode), inArray(datasets.state, ["importing", "draft", "published"])))
      .orderBy(desc(datasets.version));
    if (same?.state === "importing" && same.importId) return { kind: "resumed", importId: same.importId as ImportId, version: same.version };
    if (same) return { kind: "same-file", version: same.version };
    const [open] = await tx.select({ version: datasets.version }).from(datasets).where(and(eq(datasets.incidentId, input.incidentId), inArray(datasets.state, ["importing", "draft"])));
    if (open) throw new Conflict("draft-open", { version: open.version });
    await requireSteadyIndex(tx, input.incidentId);
    const [newest] = await tx.select({ version: datasets.version }).from(datasets).where(and(eq(datasets.incidentId, input.incidentId), ne(datasets.version, 0))).orderBy(desc(datasets.version)).limit(1);
    const version = (newest?.version ?? 0) + 1;
    await tx.insert(datasets).values({
      incidentId: input.incidentId,
      version,
      state: "importing",
      mode: input.mode,
      asOf: input.asOf,
      sourceHash: file.hash,
      importedBy: ctx.actor.kind === "staff" ? ctx.actor.staffId : null,
    });
    const [run] = await tx.insert(imports).values({ incidentId: input.incidentId, version, fileName: input.fileName, mapping: input.mapping, bytesTotal: file.bytes }).returning({ id: imports.id });
    if (!run) throw new Error("insert returned no row");
    await recordAudit(tx, ctx, { action: "dataset.import", object: { kind: "dataset", id: `${input.incidentId}/${version}` }, incidentId: input.incidentId, details: { mode: input.mode, version } });
    return { kind: "new", importId: run.id as ImportId, version };
  });
}
