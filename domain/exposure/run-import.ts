import type { Readable } from "node:stream";
import { and, eq } from "drizzle-orm";
import type { PoolClient } from "pg";
import { datasets, imports } from "@/db/schema/exposure";
import { authorise, type Context } from "../kernel/context";
import { Conflict, NotFound } from "../kernel/errors";
import type { CsvSlice } from "./files/csv-records";
import { openFile, type FileHead } from "./files/import-file";
import { loadRowRules } from "./files/load-row-rules";
import { loadErasedReferences } from "./loading/erased-references";
import { mergeImport } from "./loading/merge-import";
import { mayImportDatasets } from "./policy";
import type { PreparedSlice, PrepareSetup } from "./loading/prepare-slice";
import { startPreparer, type Preparer } from "./loading/preparer";
import { copyToStaging, createStaging } from "./loading/staging";
import type { ImportProgress, ImportResult, ImportRun } from "./types";

/** Characters that are judged, sealed, copied and marked together. What a crash can cost is this much work, never data. */
const SLICE = 500_000;
/** Names "running an import" among advisory locks; the second key is the run's. */
const LOCK_SPACE = 5_013;

interface LoadingRun extends ImportRun {
  slices: AsyncIterable<CsvSlice>;
  /** Bytes of the file that have been read so far. */
  bytes(): number;
}

type OnLoaded = (progress: Pick<ImportProgress, "line" | "accepted" | "rejected" | "phase">) => void;

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
    await createStaging(client, run);
    let bytes = 0;
    const report: OnLoaded = (progress) => onProgress({ ...progress, bytes, bytesTotal: run.bytesTotal });
    const { head, slices } = await openFile(source, run.mapping, SLICE, (more) => (bytes += more));
    preparer = startPreparer(await setUp(ctx, run, head), run.bytesTotal);
    await load(client, preparer, { ...run, slices, bytes: () => bytes }, report);
    // Their memory is free for the merge.
    await preparer.close();
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

async function setUp(ctx: Context, run: ImportRun, head: FileHead): Promise<PrepareSetup> {
  const { incidentId, version, lineDone: after } = run;
  const [seal, index, content] = await Promise.all([ctx.keys.current("seal", incidentId), ctx.keys.current("blind-index", incidentId), ctx.keys.current("content-mac", incidentId)]);
  return { incidentId, version, after, rules: { ...(await loadRowRules(ctx, incidentId)), ...head }, keys: { seal, index: index.bytes, content: content.bytes }, erased: await loadErasedReferences(ctx, incidentId) };
}

/** Read, prepare and write, each while the others go on: a few slices are with the threads, one is being written. They are written in the order of the file. */
async function load(client: PoolClient, preparer: Preparer, run: LoadingRun, onLoaded: OnLoaded): Promise<void> {
  const inHand: Promise<PreparedSlice>[] = [];
  let mark = run.lineDone;
  let { accepted, rejected } = run;
  const writeFirst = async () => {
    const slice = await inHand.shift();
    if (!slice || slice.lastLine === 0) return;
    await commitSlice(client, run, mark, slice);
    mark = slice.lastLine;
    accepted += slice.accepted;
    rejected += slice.rejects.length;
    onLoaded({ line: mark, accepted, rejected, phase: "loading" });
  };
  let writing = Promise.resolve();
  try {
    for await (const slice of run.slices) {
      if (slice.line + slice.lines <= run.lineDone) continue;
      const prepared = preparer.prepare(slice);
      // It is awaited in its turn; until then its failure is nobody's.
      prepared.catch(() => undefined);
      inHand.push(prepared);
      if (inHand.length <= preparer.width) continue;
      await writing;
      writing = writeFirst();
      writing.catch(() => undefined);
    }
  } finally {
    await writing;
  }
  while (inHand.length > 0) await writeFirst();
}

/** One slice: its rows, its rejects and the mark that says so, together or not at all. */
async function commitSlice(client: PoolClient, run: LoadingRun, mark: number, slice: PreparedSlice): Promise<void> {
  await client.query("begin");
  try {
    await copyToStaging(client, run.serial, slice);
    const defects = slice.rejects.flatMap(({ line, defects: found }) => found.map((defect) => ({ line, ...defect })));
    if (defects.length > 0) {
      await client.query(
        `insert into import_rejects (import_id, line, column_name, code, preview)
         select $1, * from unnest($2::bigint[], $3::text[], $4::text[], $5::text[])`,
        [run.id, defects.map((d) => d.line), defects.map((d) => d.column), defects.map((d) => d.code), defects.map((d) => d.preview)],
      );
    }
    const { rowCount } = await client.query(
      "update imports set line_done = $2, accepted = accepted + $3, rejected = rejected + $4, bytes_done = $5 where id = $1 and state = 'loading' and line_done = $6",
      [run.id, slice.lastLine, slice.accepted, slice.rejects.length, run.bytes(), mark],
    );
    // The run was given up meanwhile, or is in other hands: the rows just copied are not wanted.
    if (rowCount === 0) throw new Conflict("import-running-elsewhere");
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}
