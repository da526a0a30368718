import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as moment } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { expect, vi } from "vitest";
import { openDatabase, type Database } from "@/db/client";
import { startPostgres } from "@/db/embedded-postgres";
import { migrateDatabase } from "@/db/migrate";
import { contactPoints, datasets, imports, subjects } from "@/db/schema/exposure";
import { incidents } from "@/db/schema/incidents";
import { sampleLines, sampleRows, type SampleOptions } from "@/domain/exposure/sample/subject-sample";
import { startCli } from "./cli";
import { anIncident } from "./incidents";
import { isRunning } from "./start";

interface Size {
  people: number;
  kills: number;
  /** A kill comes at a random moment within this time, in milliseconds. */
  within: number;
}

interface Import {
  incidentId: string;
  args: string[];
  sample: SampleOptions;
}

/** Kill the importing process at random moments and run it again each time; nobody may be lost or come twice. */
export async function killImporter(database: { url: string; db: Database }, { people, kills, within }: Size): Promise<number> {
  const { file, remove } = sampleFile({ people, seed: 11, defects: 0.02 });
  try {
    const begun = await begin(database.db, file);
    let killed = 0;
    for (let i = 0; i < kills; i++) {
      const run = startCli(database.url, begun.args);
      await Promise.race([moment(Math.random() * within), run.ended]);
      if (run.child.kill("SIGKILL")) killed += 1;
      await run.ended;
    }
    expect(await startCli(database.url, begun.args).ended).toMatchObject({ status: 0 });
    await expectWhole(database.db, begun);
    return killed;
  } finally {
    remove();
  }
}

/** Kill the whole tree of a PostgreSQL server of its own while it imports, start it again and go on; nobody may be lost or come twice. */
export async function killPostgres({ people, kills, within }: Size): Promise<void> {
  const { file, dir, remove } = sampleFile({ people, seed: 12, defects: 0.02 });
  const data = path.join(dir, "postgres");
  let postgres = await startPostgres({ dir: data, port: 0 });
  try {
    const { port } = postgres;
    const url = postgres.url("postgres");
    await migrateDatabase(url);
    let db = openDatabase(url);
    const begun = await begin(db, file);
    await db.$client.end();
    for (let i = 0; i < kills; i++) {
      const run = startCli(url, begun.args);
      await hasLoaded(url, i);
      await moment(Math.random() * within);
      await killTree(postgres.pid);
      const { status } = await run.ended;
      // It may have been done already; otherwise it says that it failed.
      expect([0, 1]).toContain(status);
      postgres = await startPostgres({ dir: data, port });
      expect(postgres.reused).toBe(false);
    }
    expect(await startCli(url, begun.args).ended).toMatchObject({ status: 0 });
    db = openDatabase(url);
    await expectWhole(db, begun);
    await db.$client.end();
  } finally {
    postgres.stop("immediate");
    remove();
  }
}

function sampleFile(sample: SampleOptions) {
  const dir = mkdtempSync(path.join(os.tmpdir(), "amends-killed-"));
  const file = { path: path.join(dir, "people.csv"), sample };
  writeFileSync(file.path, [...sampleLines(sample)].join(""));
  return {
    file,
    dir,
    remove: () => {
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function begin(db: Database, file: { path: string; sample: SampleOptions }): Promise<Import> {
  const { id } = await anIncident(db);
  const [row] = await db.select({ slug: incidents.slug }).from(incidents).where(eq(incidents.id, id));
  return { incidentId: id, args: ["import", file.path, "--incident", row?.slug ?? ""], sample: file.sample };
}

/** In the first round the kill must fall behind a chunk that was committed, or nothing would be there to lose. */
async function hasLoaded(url: string, round: number): Promise<void> {
  if (round > 0) return;
  const db = openDatabase(url, { max: 1 });
  await vi.waitFor(async () => expect(await db.$count(imports, sql`line_done > 0`)).toBe(1), { timeout: 60_000, interval: 20 });
  await db.$client.end();
}

/** SIGKILL to the postmaster first, so that it cannot tell its children anything, then to every child. */
async function killTree(postmaster: number): Promise<void> {
  const children = execFileSync("ps", ["-o", "pid=", "--ppid", String(postmaster)], { encoding: "utf8" }).trim().split(/\s+/).map(Number);
  for (const pid of [postmaster, ...children]) if (isRunning(pid)) process.kill(pid, "SIGKILL");
  await vi.waitFor(() => expect([postmaster, ...children].filter(isRunning)).toEqual([]), { timeout: 10_000, interval: 20 });
}

async function expectWhole(db: Database, { incidentId, sample }: Import): Promise<void> {
  const expected = { people: 0, contacts: 0 };
  for (const { text, defect } of sampleRows(sample)) {
    if (defect) continue;
    expected.people += 1;
    expected.contacts += (text.split(",")[3] === "" ? 1 : 2) + (text.endsWith(",") ? 0 : 1);
  }
  const [run] = await db.select().from(imports).where(eq(imports.incidentId, incidentId));
  expect(run).toMatchObject({ state: "done", accepted: expected.people, rejected: sample.people - expected.people });
  const [found] = await db.select({ rows: sql<number>`count(*)::int`, people: sql<number>`count(distinct ref_index)::int`, numbers: sql<number>`count(distinct subject_id)::int` }).from(subjects).where(eq(subjects.incidentId, incidentId));
  expect(found).toEqual({ rows: expected.people, people: expected.people, numbers: expected.people });
  expect(await db.$count(contactPoints, eq(contactPoints.incidentId, incidentId))).toBe(expected.contacts);
  expect(await db.select({ version: datasets.version, state: datasets.state, people: datasets.people }).from(datasets).where(eq(datasets.incidentId, incidentId))).toEqual([{ version: 1, state: "draft", people: expected.people }]);
  const { rows: staging } = await db.execute(sql`select relname from pg_class where relname like 'import\\_%\\_subjects' and relkind = 'r'`);
  expect(staging).toEqual([]);
}
