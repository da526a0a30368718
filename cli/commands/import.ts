import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream, statSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import { translator } from "@/content/translator";
import { proposeMapping } from "@/domain/exposure/files/column-mapping";
import { confirmRemoval } from "@/domain/exposure/confirm-removal";
import { FileRefused } from "@/domain/exposure/files/csv-source";
import { dryRunImport } from "@/domain/exposure/dry-run-import";
import { readHeaders, settleMapping } from "@/domain/exposure/files/import-file";
import { getDataset, getDatasetDifference } from "@/domain/exposure/queries";
import { refuseImport } from "@/domain/exposure/refuse-import";
import { runImport } from "@/domain/exposure/run-import";
import { startImport } from "@/domain/exposure/start-import";
import type { ImportProgress } from "@/domain/exposure/types";
import { rejectWriter, writeRejects } from "@/domain/exposure/write-rejects";
import { findIncidentId } from "@/domain/incidents/queries";
import type { Context } from "@/domain/kernel/context";
import { Refusal } from "@/domain/kernel/errors";
import { mintContext } from "@/domain/kernel/mint-context";
import { UsageError } from "../arguments";
import type { Command } from "../command";
import { readImportOptions, type ImportOptions } from "../import-options";
import { openInstallation } from "../installation";
import { startProgress } from "../progress";

const usage = `amends import FILE --incident SLUG [options]
Loads who lost what from a CSV file (UTF-8, UTF-16 or CP949) into the next version of an incident's dataset. It stays a draft until another person
publishes it. A run that was cut short goes on when the same command is given again.
  --mode add|replace|amend   additions (default), the whole population, or changes to people who are in it
  --as-of MOMENT             what moment the data speaks of, such as 2025-12-03T18:00:00+09:00 (default: now)
  --map HEADER=field         what a column holds, where the proposal is wrong; may be repeated
  --dry-run                  read everything, say what would be rejected, load nothing
  --rejects FILE.csv         write every defect with line, column, reason and what to do
  --removes N                confirm the number of people that a replacement removes
  --language en|ko           language of the reasons (default en)
Exit status: 0 done, 1 refused, 2 wrong usage.`;

const count = (n: number) => n.toLocaleString("en");

export const command: Command = {
  summary: "load who lost what from a CSV file",
  usage,
  async run(args) {
    let options: ImportOptions;
    try {
      options = readImportOptions(args);
      if (!statSync(options.file, { throwIfNoEntry: false })?.isFile()) throw new UsageError(`There is no file ${options.file}.`);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      console.error(`${error.message}\n\n${usage}`);
      return 2;
    }
    const installation = await openInstallation("import");
    try {
      await importFile(mintContext(installation.parts, { kind: "operator" }), options);
      return 0;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      console.error(`Refused: ${translator(options.language, "errors")(error.reason, error.values)}`);
      return 1;
    } finally {
      await installation.close();
    }
  },
};

async function importFile(ctx: Context, options: ImportOptions): Promise<void> {
  const incidentId = await findIncidentId(ctx, options.incident);
  showMapping(await readHeaders(createReadStream(options.file)), options);
  if (options.dryRun) {
    await dryRun(ctx, incidentId, options);
    return;
  }
  const file = await hashFile(options.file);
  const started = await startImport(ctx, { incidentId, mode: options.mode, asOf: options.asOf, fileName: path.basename(options.file), mapping: options.mapping }, file);
  if (started.kind === "same-file") console.log(`This file is in version ${started.version} already; nothing is added.`);
  else await load(ctx, started, options);
  if (options.removes !== undefined) await confirmRemoval(ctx, { incidentId, version: started.version, removed: options.removes });
  await report(ctx, incidentId, started.version, options);
}

/** Print what every column is taken for. @throws {FileRefused} when a column is not clear */
function showMapping(headers: string[], options: ImportOptions): void {
  const proposed = proposeMapping(headers);
  const width = Math.max(...headers.map((header) => header.length));
  const lines = headers.map((header, i) => `  ${header.padEnd(width)}  ${options.mapping[header] ?? proposed[i] ?? "?"}${options.mapping[header] ? "  (--map)" : ""}`);
  console.log(`Columns of ${path.basename(options.file)}:\n${lines.join("\n")}`);
  settleMapping(headers, options.mapping);
}

async function hashFile(file: string): Promise<{ hash: Buffer; bytes: number }> {
  const hash = createHash("sha256");
  const total = statSync(file).size;
  const progress = startProgress("Reading");
  let bytes = 0;
  for await (const part of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(part);
    bytes += part.length;
    progress.show(bytes / total, `${count(Math.round(bytes / 1e6))} MB`);
  }
  progress.end();
  return { hash: hash.digest(), bytes };
}

async function dryRun(ctx: Context, incidentId: string, options: ImportOptions): Promise<void> {
  const writer = rejectWriter(options.language);
  const out = options.rejects === undefined ? null : createWriteStream(options.rejects);
  out?.write(writer.head);
  const total = statSync(options.file).size;
  const progress = startProgress("Checking");
  const result = await dryRunImport(ctx, incidentId, createReadStream(options.file, { highWaterMark: 1 << 18 }), {
    mapping: options.mapping,
    onProgress: (bytes) => progress.show(bytes / total, `${count(Math.round(bytes / 1e6))} MB`),
    async onReject(reject) {
      if (out && !out.write(writer.row(reject))) await once(out, "drain");
    },
  });
  progress.end();
  if (out) await finished(out.end());
  console.log(`Dry run: ${count(result.accepted + result.rejected)} rows, ${count(result.accepted)} would be accepted, ${count(result.rejected)} rejected. Nothing is loaded.`);
  showDefects(result.defects, options);
  if (!result.repeatsChecked) console.log("So many references come in this file that repeated ones are found only when it is loaded.");
}

async function load(ctx: Context, started: { kind: "new" | "resumed"; importId: string; version: number }, options: ImportOptions): Promise<void> {
  if (started.kind === "resumed") console.log(`An import of this file into version ${started.version} was cut short; it goes on.`);
  const progress = startProgress("Loading");
  const onProgress = ({ phase, bytes, bytesTotal, accepted, rejected }: ImportProgress) => {
    // What is read runs ahead of what is loaded; the last hundredth is the merge.
    if (phase === "loading") progress.show(Math.min(bytes / bytesTotal, 0.99), `${count(accepted)} accepted, ${count(rejected)} rejected`);
    else progress.show(phase === "done" ? 1 : 0.99, phase === "done" ? "done" : "merging");
  };
  try {
    await runImport(ctx, started.importId, createReadStream(options.file, { highWaterMark: 1 << 18 }), onProgress);
  } catch (error) {
    if (error instanceof FileRefused) await refuseImport(ctx, started.importId, error);
    throw error;
  } finally {
    progress.end();
  }
}

async function report(ctx: Context, incidentId: string, version: number, options: ImportOptions): Promise<void> {
  const dataset = await getDataset(ctx, incidentId, version);
  const { byClass } = await getDatasetDifference(ctx, incidentId, version);
  if (dataset.import) console.log(`Rows: ${count(dataset.import.accepted)} accepted, ${count(dataset.import.rejected)} rejected.`);
  showDefects(dataset.defects, options);
  const against = dataset.baseVersion === null ? "nothing was published before" : `against version ${dataset.baseVersion}`;
  console.log(`Version ${version} (${dataset.state}): ${count(dataset.people)} people. Added ${count(dataset.added)}, removed ${count(dataset.removed)}, changed ${count(dataset.changed)} (${against}).`);
  for (const { slug, before, after } of byClass) console.log(`  ${slug.padEnd(24)}${count(before).padStart(13)} → ${count(after)}`);
  if (dataset.typedRemoval && !dataset.removalConfirmed) console.log(`Before it can be published, confirm the number it removes: the same command with --removes N.`);
  if (dataset.state === "draft") console.log("It is a draft until another person publishes it.");
  if (options.rejects !== undefined && dataset.import) {
    await pipeline(Readable.from(writeRejects(ctx, dataset.import.importId, options.language)), createWriteStream(options.rejects));
    console.log(`Defects are in ${options.rejects}.`);
  }
}

function showDefects(defects: { code: string; rows: number }[], options: ImportOptions): void {
  const words = translator(options.language, "import-defects");
  for (const { code, rows } of defects) console.log(`  ${count(rows).padStart(10)}  ${code.padEnd(20)} ${words(`${code}.reason`)}`);
}
