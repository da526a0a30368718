import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { contactPoints, importRejects } from "@/db/schema/exposure";
import { rowDefects } from "@/db/values/import";
import { useDatabase } from "@/test/database";
import { importText } from "@/test/imports";
import { anIncident } from "@/test/incidents";
import { loneDefects } from "./sample-defects";
import { sampleHeader, sampleLines, sampleRows } from "./subject-sample";

const database = useDatabase();
const hash = (options: Parameters<typeof sampleLines>[0]) => createHash("sha256").update([...sampleLines(options)].join("")).digest("hex");

describe("a sample", () => {
  it("is the same bytes for the same seed, and others for another", () => {
    const options = { people: 3_000, seed: 7, defects: 0.05 };
    expect(hash(options)).toBe(hash(options));
    expect(hash(options)).not.toBe(hash({ ...options, seed: 8 }));
  });

  it("begins with the people the demo knows", () => {
    const [minji, john] = [...sampleRows({ people: 10, seed: 3, defects: 1 })].map((row) => row.text.split(","));
    expect(minji?.slice(0, 9)).toEqual(["A-000001", "account-holder", "", "minji.kim@example.com", "010-2345-6734", "ko", "KR", "Asia/Seoul", "names;email-addresses;phone-numbers;physical-addresses;access-codes;purchases"]);
    expect(john?.slice(0, 6)).toEqual(["A-000002", "account-holder", "", "john.smith@example.com", "(415) 555-2671", "en"]);
  });

  it("has the asked share of defective rows, every lone defect among them", () => {
    const rows = [...sampleRows({ people: 5_000, seed: 1, defects: 0.02 })].filter((row) => row.defect);
    expect(rows).toHaveLength(100);
    expect(new Set(rows.map((row) => row.defect))).toEqual(new Set(loneDefects));
    // Two show between rows, and one when an import meets the list of the erased.
    expect([...loneDefects, "duplicate-key", "unknown-reference", "erased"].sort()).toEqual([...rowDefects].sort());
  });

  it("writes only to addresses that reach nobody", () => {
    for (const { text } of sampleRows({ people: 2_000, seed: 4, defects: 0 })) {
      const email = text.split(",")[3] ?? "";
      if (email !== "") expect(email).toMatch(/^[A-Za-z]+\.[a-z]+\d*@example\.(com|org|net)$/);
    }
  });

  it("has exactly its defective rows rejected, each for its own defect", async () => {
    const options = { people: 2_000, seed: 2, defects: 0.02 };
    const expected: [number, string][] = [];
    let line = 2;
    for (const { text, defect } of sampleRows(options)) {
      if (defect) expected.push([line, defect]);
      line += text.split("\n").length;
    }
    const { id } = await anIncident(database.db);
    const result = await importText(database.parts, id, [...sampleLines(options)].join(""));
    expect(result).toMatchObject({ accepted: 1_960, rejected: 40, people: 1_960 });
    const rejects = await database.db.select().from(importRejects).where(eq(importRejects.importId, result.importId)).orderBy(importRejects.number);
    expect(rejects.map((reject) => [reject.line, reject.code])).toEqual(expected);
  });

  it("has families that share an address", async () => {
    const { id } = await anIncident(database.db);
    await importText(database.parts, id, [...sampleLines({ people: 2_000, seed: 5, defects: 0 })].join(""));
    const emails = await database.db.select({ index: contactPoints.contactIndex }).from(contactPoints).where(and(eq(contactPoints.incidentId, id), eq(contactPoints.kind, "email")));
    const different = new Set(emails.map((row) => row.index.toString("hex"))).size;
    expect(different).toBeLessThan(emails.length);
    expect(different).toBeGreaterThan(emails.length * 0.95);
  });

  it("names its columns as the importer does", () => {
    expect(sampleHeader.split(",")).toContain("ref");
  });
});
