import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { eq } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { makeLogin } from "@/db/access/make-login";
import { datasets, subjects } from "@/db/schema/exposure";
import { incidents } from "@/db/schema/incidents";
import { sampleLines } from "@/domain/exposure/sample/subject-sample";
import { startCli } from "@/test/cli";
import { useDatabase } from "@/test/database";
import { anIncident } from "@/test/incidents";

const database = useDatabase();
const dir = mkdtempSync(path.join(os.tmpdir(), "amends-import-"));
afterAll(() => rmSync(dir, { recursive: true }));

async function anIncidentBySlug() {
  const { id } = await anIncident(database.db);
  const [row] = await database.db.select({ slug: incidents.slug }).from(incidents).where(eq(incidents.id, id));
  return { id, slug: row?.slug ?? "" };
}

function aFile(name: string, text: string): string {
  const file = path.join(dir, name);
  writeFileSync(file, text);
  return file;
}

/** As an installation in service runs it: by a worker's login, which has no power of the owner's. */
const run = async (...args: string[]) => startCli(await makeLogin(database.url, "amends_worker", "of-the-tests"), ["import", ...args]).ended;

describe("amends import", { timeout: 60_000 }, () => {
  it("checks without loading, loads, and adds nothing when the same file comes again", async () => {
    const { id, slug } = await anIncidentBySlug();
    const file = aFile("people.csv", [...sampleLines({ people: 500, seed: 1, defects: 0.1 })].join(""));
    const rejects = path.join(dir, "rejects.csv");

    const dry = await run(file, "--incident", slug, "--dry-run", "--rejects", rejects);
    expect(dry).toMatchObject({ status: 0 });
    expect(dry.out).toContain("500 rows, 450 would be accepted, 50 rejected. Nothing is loaded.");
    expect(await database.db.select().from(datasets).where(eq(datasets.incidentId, id))).toEqual([]);
    const checked = readFileSync(rejects, "utf8");

    const loaded = await run(file, "--incident", slug, "--as-of", "2025-12-03T18:00:00+09:00", "--rejects", rejects);
    expect(loaded).toMatchObject({ status: 0 });
    expect(loaded.out).toContain("Rows: 450 accepted, 50 rejected.");
    expect(loaded.out).toContain("Version 1 (draft): 450 people. Added 450, removed 0, changed 0");
    expect(loaded.err).toMatch(/Loading 100 %/);
    expect(readFileSync(rejects, "utf8")).toBe(checked);
    const rows: Record<string, string>[] = parse(checked, { columns: true, bom: true });
    expect(rows).toHaveLength(50);
    for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);

    const again = await run(file, "--incident", slug);
    expect(again).toMatchObject({ status: 0 });
    expect(again.out).toContain("This file is in version 1 already; nothing is added.");
    expect(await database.db.$count(subjects, eq(subjects.incidentId, id))).toBe(450);
  });

  it("asks what an unknown column holds, and takes the answer", async () => {
    const { slug } = await anIncidentBySlug();
    const file = aFile("columns.csv", "회원번호,이메일,shoe size\na,a@example.com,44\n");
    const asked = await run(file, "--incident", slug);
    expect(asked).toMatchObject({ status: 1 });
    expect(asked.err).toContain("shoe size");
    expect(asked.out).toMatch(/회원번호\s+ref/);
    expect(await run(file, "--incident", slug, "--map", "shoe size=ignore")).toMatchObject({ status: 0 });
  });

  it("refuses a file without rows and leaves no draft behind", async () => {
    const { id, slug } = await anIncidentBySlug();
    const refused = await run(aFile("empty.csv", "ref,email\n"), "--incident", slug);
    expect(refused).toMatchObject({ status: 1 });
    expect(refused.err).toContain("header and no rows");
    expect(await database.db.select({ state: datasets.state }).from(datasets).where(eq(datasets.incidentId, id))).toEqual([{ state: "dropped" }]);
  });

  it.each([
    ["no file", []],
    ["a file that is not there", ["nowhere.csv", "--incident", "x"]],
    ["an unknown mode", [import.meta.filename, "--incident", "x", "--mode", "merge"]],
    ["an unknown field", [import.meta.filename, "--incident", "x", "--map", "a=shoes"]],
  ])("explains itself: %s", async (_, args) => {
    const wrong = await run(...args);
    expect(wrong).toMatchObject({ status: 2 });
    expect(wrong.err).toContain("amends import FILE");
  });

  it("says so when there is no such incident", async () => {
    const file = aFile("one.csv", "ref\na\n");
    expect(await run(file, "--incident", "nowhere")).toMatchObject({ status: 1, err: expect.stringContaining("no such incident") as string });
  });
});
