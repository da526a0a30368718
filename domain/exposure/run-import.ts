import type { Readable } from "node:stream";
import { and, eq } from "drizzle-orm";
import type { PoolClient } from "pg";
import { datasets, imports } from "@/db/schema/exposure";
import { incidentDataClasses } from "@/db/schema/incidents";
import { authorise, type Context } from "../kernel/context";
import { Conflict, NotFound } from "../kernel/errors";
import type { CheckedRow, Defect } from "./check-row";
import { readFileRows, type ReadRow } from "./import-file";
import { mergeImport } from "./merge-import";
import { mayImportDatasets } from "./policy";
import { portable, type PreparedRows } from "./prepare-rows";
import { startPreparer, type Preparer } from "./preparer";
import { copyToStaging, createStaging } from "./staging";
import type { ImportProgress, ImportResult, ImportRun } from "./types";

/** Rows that are sealed, copied and marked together. What a crash can cost is this many rows of work, never of data. */
const CHUNK = 20_000;

interface Chunk {
  rows: CheckedRow[];
  rejects: { line: number; defects: Defect[] }[];
  lastLine: number;
}

/**
 * Load a file into the draft that `startImport` opened, and make the draft a whole state. It goes on where an earlier run was killed: rows and the mark
 * of how far they reach commit together. The file must be the same bytes. accepted + rejected = rows read.
 * @throws {FileRefused} when the file is no table of people; the draft is dropped then
 */
export async function runImport(ctx: Context, importId: string, source: Readable, onProgress: (progress: ImportProgress) => void = () => undefined): Promise<ImportResult> {
  authorise(ctx, mayImportDatasets);
  const run = await findRun(ctx, importId);
  if (run.state === "done" || run.state === "failed") throw new Conflict("import-over");
  const classes = await ctx.db.select().from(incidentDataClasses).where(eq(incidentDataClasses.incidentId, run.incidentId));
  const client = await ctx.db.$client.connect();
  let preparer: Preparer | null = null;
  try {
    await createStaging(client, run.serial);
    preparer = await startPreparer(ctx.keys, run);
    const rules = { bits: new Map(classes.map((row) => [row.slug, row.bit])), country: "KR", timeZone: "Asia/Seoul", locale: "ko" };
    const rows = readFileRows(source, run.mapping, rules, run.lineDone);
    await load(client, preparer, { ...run, rows }, onProgress);
    onProgress({ line: 0, accepted: 0, rejected: 0, phase: "merging" });
    const result = await mergeImport(ctx, client, run);
    onProgress({ line: 0, accepted: result.accepted, rejected: result.rejected, phase: "done" });
    return result;
  } finally {
    await preparer?.close();
    client.release();
  }
}

async function findRun(ctx: Context, importId: string): Promise<ImportRun> {
  const [run] = await ctx.db
    .select({ id: imports.id, serial: imports.serial, incidentId: imports.incidentId, version: imports.version, state: imports.state, mapping: imports.mapping, lineDone: imports.lineDone, bytesTotal: imports.bytesTotal, mode: datasets.mode })
    .from(imports)
    .innerJoin(datasets, and(eq(datasets.incidentId, imports.incidentId), eq(datasets.version, imports.version)))
    .where(eq(imports.id, importId));
  if (!run) throw new NotFound("import");
  return run;
}

/** Read, seal and copy with three chunks under way at most: one being read, one being sealed, one being written. */
async function load(client: PoolClient, preparer: Preparer, run: ImportRun & { rows: AsyncIterable<ReadRow[]> }, onProgress: (progress: ImportProgress) => void): Promise<void> {
  let writing = Promise.resolve();
  let failure: unknown;
  let accepted = 0;
  let rejected = 0;
  const write = (chunk: Chunk, prepared: Promise<PreparedRows>) => {
    const before = writing;
    writing = (async () => {
      await before;
      if (failure) return;
      await commitChunk(client, run, chunk, await prepared);
      accepted += chunk.rows.length;
      rejected += chunk.rejects.length;
      onProgress({ line: chunk.lastLine, accepted, rejected, phase: "loading" });
    })().catch((error: unknown) => {
      failure ??= error;
    });
    return before;
  };
  let chunk = emptyChunk();
  const flush = async () => {
    const full = chunk;
    chunk = emptyChunk();
    const prepared = preparer.prepare(full.rows.map(portable));
    prepared.catch(() => undefined);
    await write(full, prepared);
    if (failure) throw failure as Error;
  };
  for await (const rows of run.rows) {
    for (const { line, result } of rows) {
      if (Array.isArray(result)) chunk.rejects.push({ line, defects: result });
      else chunk.rows.push(result);
      chunk.lastLine = line;
    }
    if (chunk.rows.length + chunk.rejects.length >= CHUNK) await flush();
  }
  if (chunk.lastLine > 0) await flush();
  await writing;
  if (failure) throw failure as Error;
}

function emptyChunk(): Chunk {
  return { rows: [], rejects: [], lastLine: 0 };
}

/** One chunk: its rows, its rejects and the mark that says so, together or not at all. */
async function commitChunk(client: PoolClient, run: ImportRun, chunk: Chunk, prepared: PreparedRows): Promise<void> {
  await client.query("begin");
  try {
    await copyToStaging(client, run.serial, prepared);
    const defects = chunk.rejects.flatMap(({ line, defects: found }) => found.map((defect) => ({ line, ...defect })));
    if (defects.length > 0) {
      await client.query(
        `insert into import_rejects (import_id, line, column_name, code, preview)
         select $1, * from unnest($2::bigint[], $3::text[], $4::text[], $5::text[])`,
        [run.id, defects.map((d) => d.line), defects.map((d) => d.column), defects.map((d) => d.code), defects.map((d) => d.preview)],
      );
    }
    const { rowCount } = await client.query(
      "update imports set line_done = $2, accepted = accepted + $3, rejected = rejected + $4 where id = $1 and state = 'loading' and line_done < $2",
      [run.id, chunk.lastLine, chunk.rows.length, chunk.rejects.length],
    );
    // Somebody else runs the same import: the rows just copied are theirs already.
    if (rowCount === 0) throw new Conflict("import-running-elsewhere");
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}
