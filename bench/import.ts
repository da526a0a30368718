import { createReadStream, createWriteStream, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { eq } from "drizzle-orm";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { openDatabase } from "@/db/client";
import { startPostgres } from "@/db/embedded-postgres";
import { migrateDatabase } from "@/db/migrate";
import { incidents } from "@/db/schema/incidents";
import { partitionNames } from "@/domain/exposure/loading/merge-import";
import { sampleLines } from "@/domain/exposure/sample/subject-sample";
import { startCli } from "@/test/cli";
import { anIncident } from "@/test/incidents";
import type { BenchOptions, Result } from "./result";
import { peakMemory } from "./wave-fleet";

const MUST_RATIO = 0.35;
const MUST_MEGABYTES = 512;
const DIR = path.resolve(".data/bench-import");

/** Rows per second of `amends import` as people run it, against COPY of the very rows it made into bare tables and the same index builds. */
export async function run({ quick }: BenchOptions): Promise<Result> {
  const people = quick ? 50_000 : 1_000_000;
  rmSync(DIR, { recursive: true, force: true });
  mkdirSync(DIR, { recursive: true });
  const file = path.join(DIR, "people.csv");
  await pipeline(Readable.from(sampleLines({ people, seed: 1, defects: 0 })), createWriteStream(file));
  const postgres = await startPostgres({ dir: path.join(DIR, "postgres"), port: 0 });
  try {
    const url = postgres.url("postgres");
    await migrateDatabase(url);
    const db = openDatabase(url, { max: 1 });
    const { id } = await anIncident(db);
    const [incident] = await db.select({ slug: incidents.slug }).from(incidents).where(eq(incidents.id, id));
    await db.$client.end();
    const imported = await timeImport(url, ["import", file, "--incident", incident?.slug ?? ""]);
    const copied = await timeCopy(url, id);
    const ratio = copied / imported.seconds;
    return {
      name: "import",
      figure: people / imported.seconds,
      unit: "rows/s",
      baseline: people / copied,
      ratio,
      must: `ratio ≥ ${MUST_RATIO}, memory ≤ ${MUST_MEGABYTES} MB`,
      ok: ratio >= MUST_RATIO && imported.megabytes <= MUST_MEGABYTES,
      note: `${people.toLocaleString("en")} rows in ${imported.seconds.toFixed(1)} s against ${copied.toFixed(1)} s; peak memory ${Math.round(imported.megabytes)} MB`,
    };
  } finally {
    postgres.stop("immediate");
    rmSync(DIR, { recursive: true, force: true });
  }
}

/** Start of the process to its end, hash pass, merge and indexes included. */
async function timeImport(url: string, args: string[]): Promise<{ seconds: number; megabytes: number }> {
  const began = performance.now();
  const started = startCli(url, args);
  let megabytes = 0;
  const watch = setInterval(() => (megabytes = Math.max(megabytes, peakMemory(started.child.pid ?? 0))), 100);
  const { status, err } = await started.ended;
  clearInterval(watch);
  if (status !== 0) throw new Error(`the import ended with ${status}: ${err}`);
  return { seconds: (performance.now() - began) / 1000, megabytes };
}

async function timeCopy(url: string, incidentId: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const made = Object.values(partitionNames(incidentId));
    const parents = ["subjects", "contact_points", "subject_links"];
    for (const [i, parent] of parents.entries()) {
      await pipeline(client.query(copyTo(`copy ${made[i]} to stdout (format binary)`)), createWriteStream(path.join(DIR, parent)));
      await client.query(`create table bare_${parent} (like ${parent} including defaults including constraints)`);
    }
    await client.query("checkpoint");
    const began = performance.now();
    await client.query("set maintenance_work_mem = '256MB'");
    for (const parent of parents) await pipeline(createReadStream(path.join(DIR, parent), { highWaterMark: 1 << 18 }), client.query(copyFrom(`copy bare_${parent} from stdin (format binary)`)));
    await client.query(`
      alter table bare_subjects add primary key (incident_id, subject_id, from_version);
      create index on bare_subjects (incident_id, ref_index);
      alter table bare_contact_points add primary key (incident_id, contact_index, subject_id, from_version);
      alter table bare_subject_links add primary key (incident_id, account_subject_id, third_party_subject_id, from_version);`);
    return (performance.now() - began) / 1000;
  } finally {
    await client.end();
  }
}
