import { and, asc, count, countDistinct, desc, eq, gt, inArray, isNotNull, sql } from "drizzle-orm";
import { datasetCells, datasets, importRejects, imports, importUploads } from "@/db/schema/exposure";
import { incidentDataClasses, incidents } from "@/db/schema/incidents";
import { staffMembers } from "@/db/schema/staff";
import type { RowDefect } from "@/db/values/import";
import { authorise, type Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { requireUuid } from "../kernel/ids";
import { mayImportDatasets, mayReadDatasets } from "./policy";
import { needsTypedRemoval } from "./rules";
import type { DatasetDetail, DatasetDifference, DatasetSummary, ImportStatus, Reject, Upload } from "./types";

function summaries(ctx: Context) {
  return ctx.db.select({ dataset: datasets, published: incidents.publishedVersion, importerEnded: staffMembers.disabledAt }).from(datasets).innerJoin(incidents, eq(incidents.id, datasets.incidentId)).leftJoin(staffMembers, eq(staffMembers.id, datasets.importedBy));
}

function toSummary({ dataset, published, importerEnded }: Awaited<ReturnType<typeof summaries>>[number]): DatasetSummary {
  const { version, state, mode, asOf, people, added, removed, changed, baseVersion, removalConfirmed, importedBy, publishedBy, createdAt, publishedAt, withdrawnAt } = dataset;
  return {
    ...{ version, state, current: published === version, mode, asOf, people, added, removed, changed, baseVersion, removalConfirmed, typedRemoval: needsTypedRemoval(dataset) },
    ...{ importedBy, importerLeft: importerEnded !== null, publishedBy, createdAt, publishedAt, withdrawnAt },
  };
}

/** List every version of an incident's dataset, the newest first; dropped ones too, for their number stays used. @throws {Forbidden} */
export async function listDatasets(ctx: Context, incidentId: string): Promise<DatasetSummary[]> {
  authorise(ctx, mayReadDatasets);
  const rows = await summaries(ctx).where(eq(datasets.incidentId, incidentId)).orderBy(desc(datasets.version));
  return rows.map(toSummary);
}

/** Read one version with its run and the defects of its file by kind. @throws {Forbidden} @throws {NotFound} */
export async function getDataset(ctx: Context, incidentId: string, version: number): Promise<DatasetDetail> {
  authorise(ctx, mayReadDatasets);
  const [row] = await summaries(ctx).where(and(eq(datasets.incidentId, incidentId), eq(datasets.version, version)));
  if (!row) throw new NotFound("dataset");
  const [run] = await ctx.db.select().from(imports).where(and(eq(imports.incidentId, incidentId), eq(imports.version, version))).orderBy(desc(imports.createdAt)).limit(1);
  return { ...toSummary(row), import: run ? toStatus(run) : null, defects: run ? await countDefects(ctx, run.id) : [] };
}

/** Read how far a run is. @throws {Forbidden} @throws {NotFound} */
export async function getImport(ctx: Context, importId: string): Promise<ImportStatus & { incidentId: string; version: number; uploadId: string | null }> {
  authorise(ctx, mayReadDatasets);
  const [run] = await ctx.db.select().from(imports).where(eq(imports.id, importId));
  if (!run) throw new NotFound("import");
  return { ...toStatus(run), incidentId: run.incidentId, version: run.version, uploadId: run.uploadId };
}

function toStatus({ id, state, fileName, accepted, rejected, bytesDone, bytesTotal, error, createdAt, finishedAt }: typeof imports.$inferSelect): ImportStatus {
  return { importId: id, state, fileName, accepted, rejected, bytesDone, bytesTotal, error, createdAt, finishedAt };
}

async function countDefects(ctx: Context, importId: string): Promise<{ code: RowDefect; rows: number }[]> {
  const rows = await ctx.db
    .select({ code: importRejects.code, rows: countDistinct(importRejects.line) })
    .from(importRejects)
    .where(eq(importRejects.importId, importId))
    .groupBy(importRejects.code)
    .orderBy(desc(countDistinct(importRejects.line)), asc(importRejects.code));
  return rows.map(({ code, rows: found }) => ({ code: code as RowDefect, rows: found }));
}

/**
 * Say what a version changes against the one that was published when it was made: people from the merge's own count, classes from the cells of both
 * versions, so that no row of a person is read. @throws {Forbidden} @throws {NotFound}
 */
export async function getDatasetDifference(ctx: Context, incidentId: string, version: number): Promise<DatasetDifference> {
  authorise(ctx, mayReadDatasets);
  const [dataset] = await ctx.db.select().from(datasets).where(and(eq(datasets.incidentId, incidentId), eq(datasets.version, version)));
  if (!dataset) throw new NotFound("dataset");
  const { people, added, removed, changed, baseVersion } = dataset;
  const peopleOf = (of: number) =>
    sql<number>`coalesce(sum(${datasetCells.people}) filter (where ${datasetCells.version} = ${of} and ${datasetCells.confirmed} & (1::bigint << ${incidentDataClasses.bit}) <> 0), 0)::int`;
  const byClass = await ctx.db
    .select({ slug: incidentDataClasses.slug, before: peopleOf(baseVersion ?? 0), after: peopleOf(version) })
    .from(incidentDataClasses)
    .leftJoin(datasetCells, and(eq(datasetCells.incidentId, incidentDataClasses.incidentId), inArray(datasetCells.version, [baseVersion ?? 0, version])))
    .where(eq(incidentDataClasses.incidentId, incidentId))
    .groupBy(incidentDataClasses.bit, incidentDataClasses.slug)
    .orderBy(incidentDataClasses.bit);
  return { baseVersion, people, added, removed, changed, byClass };
}

export interface NumberedReject extends Reject {
  /** Pass the last one as `after` to read on. */
  number: number;
}

/** Read the defects of a run's file in the order they were found, a page at a time. @throws {Forbidden} */
export async function listRejects(ctx: Context, importId: string, after = 0, limit = 100): Promise<NumberedReject[]> {
  authorise(ctx, mayReadDatasets);
  const rows = await ctx.db
    .select({ number: importRejects.number, line: importRejects.line, column: importRejects.columnName, code: importRejects.code, preview: importRejects.preview })
    .from(importRejects)
    .where(and(eq(importRejects.importId, importId), gt(importRejects.number, after)))
    .orderBy(importRejects.number)
    .limit(limit);
  return rows.map((row) => ({ ...row, code: row.code as RowDefect }));
}

/** How many defects a run's file has, rows with several counted for each. @throws {Forbidden} */
export async function countRejects(ctx: Context, importId: string): Promise<number> {
  authorise(ctx, mayReadDatasets);
  const [row] = await ctx.db.select({ defects: count() }).from(importRejects).where(eq(importRejects.importId, importId));
  return row?.defects ?? 0;
}

/** Read about an uploaded file that is whole; those that are loaded or were left for a day are gone. @throws {Forbidden} @throws {NotFound} */
export async function getUpload(ctx: Context, uploadId: string): Promise<Upload> {
  authorise(ctx, mayImportDatasets);
  const [row] = await ctx.db
    .select({ upload: importUploads, version: imports.version })
    .from(importUploads)
    .leftJoin(imports, eq(imports.uploadId, importUploads.id))
    .where(and(eq(importUploads.id, requireUuid(uploadId, "upload-incomplete")), isNotNull(importUploads.hash)));
  if (!row) throw new NotFound("upload-incomplete");
  const { id, incidentId, fileName, bytes, createdAt } = row.upload;
  return { uploadId: id, incidentId, fileName, bytes, createdAt, version: row.version };
}
