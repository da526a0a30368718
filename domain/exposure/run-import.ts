import type { Readable } from "node:stream";
import { and, eq } from "drizzle-orm";
import type { PoolClient } from "pg";
import { datasets, imports } from "@/db/schema/exposure";
import { authorise, type Context } from "../kernel/context";
import { Conflict, NotFound } from "../kernel/errors";
import type { CheckedRow, Defect } from "./check-row";
import { readFileRows, type ReadRow } from "./import-file";
import { loadRowRules } from "./load-row-rules";
import { mergeImport } from "./merge-import";
import { mayImportDatasets } from "./policy";
import { portable, type PreparedRows } from "./prepare-rows";
import { startPreparer, type Preparer } from "./preparer";
import { copyToStaging, createStaging } from "./staging";
import type { ImportProgress, ImportResult, ImportRun } from "./types";

/** Rows that are sealed, copied and marked together. What a crash can cost is this many rows of work, never of data. */
const CHUNK = 20_000;

interface LoadingRun extends ImportRun {
  rows: AsyncIterable<ReadRow[]>;
  /** Bytes of the file that have been read so far. */
  bytes(): number;
}

interface Chunk {
  rows: CheckedRow[];
  rejects: { line: number; defects: Defect[] }[];
  lastLine: number;
}

/** Names "running an import" among advisory locks; the second key is the run's. */
const LOCK_SPACE = 5_013;

/**
 * Load a file into the draft that `startImport` opened, and make the draft a whole state. It goes on where an earlier run was killed: rows and the mark
 * of how far they reach commit together. The file must be the same bytes. accepted + rejected = rows read.
 * @throws {FileRefused} when the file is no table of people; the caller then gives the draft up with `refuseImport`
 * @throws {Conflict} when the run is over, or another process is at it
 */
export async function runImport(ctx: Context, importId: string, source: Readable, onProgress: (progress: ImportProgress) => void = () => undefined): Promise<ImportResult> {
  authorise(ctx, mayImportDatasets);
  const client = await ctx.db.$client.connect();
  let preparer: Preparer | null = null;
  try {
    await claimRun(client, importId);
    const run = await findRun(ctx, importId);
    if (run.state === "done" || run.state === "failed") throw new Conflict("import-over");
    await createStaging(client, run.serial);
    preparer = await startPreparer(ctx.keys, run);
    let bytes = 0;
    const rows = readFileRows(source, run.mapping, await loadRowRules(ctx, run.incidentId), run.lineDone, (more) => (bytes += more));
    const report = (progress: Omit<ImportProgress, "bytes" | "bytesTotal">) => onProgress({ ...progress, bytes, bytesTotal: run.bytesTotal });
    await load(client, preparer, { ...run, rows, bytes: () => bytes }, report);
    report({ line: 0, accepted: 0, rejected: 0, phase: "merging" });
    const result = await mergeImport(ctx, client, run);
    report({ line: 0, accepted: result.accepted, rejected: result.rejected, phase: "done" });
    return result;
  } finally {
    source.destroy();
    await preparer?.close();
    // The connection goes, and with it the claim and the settings below.
    client.release(true);
  }
}

/**
 * Make sure that one process alone is at a run. The claim dies with its connection; the server looks after a client that was killed every second, so the
 * next run waits no longer than that. @throws {Conflict}
 */
async function claimRun(client: PoolClient, importId: string): Promise<void> {
  await client.query("set client_connection_check_interval = '1s'");
  await client.query("set lock_timeout = '5s'");
  try {
    await client.query("select pg_advisory_lock($1, hashtext($2))", [LOCK_SPACE, importId]);
  } catch (error) {
    if ((error as { code?: string }).code === "55P03") throw new Conflict("import-running-elsewhere");
    throw error;
  }
  await client.query("set lock_timeout = 0");
}

async function findRun(ctx: Context, importId: string): Promise<ImportRun> {
  const [run] = await ctx.db
    .select({ id: imports.id, serial: imports.serial, incidentId: imports.incidentId, version: imports.version, state: imports.state, mapping: imports.mapping, lineDone: imports.lineDone, accepted: imports.accepted, rejected: imports.rejected, bytesTotal: imports.bytesTotal, mode: datasets.mode })
    .from(imports)
    .innerJoin(datasets, and(eq(datasets.incidentId, imports.incidentId), eq(datasets.version, imports.version)))
    .where(eq(imports.id, importId));
  if (!run) throw new NotFound("import");
  return run;
}

/** Read, seal and copy with three chunks under way at most: one being read, one being sealed, one being written. */
async function load(client: PoolClient, preparer: Preparer, run: LoadingRun, onProgress: (progress: Omit<ImportProgress, "bytes" | "bytesTotal">) => void): Promise<void> {
  let writing = Promise.resolve();
  let failure: unknown;
  let mark = run.lineDone;
  let { accepted, rejected } = run;
  const write = (chunk: Chunk, prepared: Promise<PreparedRows>) => {
    const before = writing;
    writing = (async () => {
      await before;
      if (failure) return;
      await commitChunk(client, { ...run, lineDone: mark }, chunk, await prepared);
      mark = chunk.lastLine;
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
async function commitChunk(client: PoolClient, run: LoadingRun, chunk: Chunk, prepared: PreparedRows): Promise<void> {
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
      "update imports set line_done = $2, accepted = accepted + $3, rejected = rejected + $4, bytes_done = $5 where id = $1 and state = 'loading' and line_done = $6",
      [run.id, chunk.lastLine, chunk.rows.length, chunk.rejects.length, run.bytes(), run.lineDone],
    );
    // The run was given up meanwhile, or is in other hands: the rows just copied are not wanted.
    if (rowCount === 0) throw new Conflict("import-running-elsewhere");
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}
