import { Readable } from "node:stream";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { fileDefects, rowDefects } from "@/db/values/import";
import { locales } from "@/db/values/locales";
import { loadMessages } from "@/content/messages";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { importText, publish } from "@/test/imports";
import { anIncident } from "@/test/incidents";
import { Conflict, Forbidden } from "../kernel/errors";
import { confirmRemoval } from "./confirm-removal";
import { dryRunImport } from "./dry-run-import";
import { sampleLines } from "./sample/subject-sample";
import { getDataset, getDatasetDifference, listDatasets, listRejects } from "./queries";
import { withdrawDataset } from "./withdraw-dataset";
import { rejectWriter, writeRejects } from "./write-rejects";

const database = useDatabase();
const reader = () => staffContext(database.parts, ["auditor"]);

describe("a version", () => {
  it("says what it changes, in people and in classes", async () => {
    const { id } = await anIncident(database.db);
    await importText(database.parts, id, "ref,confirmed\na,names\nb,names;purchases");
    await publish(database.parts, id, 1);
    await importText(database.parts, id, "ref,confirmed\nb,names\nc,names;access-codes\nbad,shoes");
    const difference = await getDatasetDifference(reader(), id, 2);
    expect(difference).toMatchObject({ baseVersion: 1, people: 3, added: 1, removed: 0, changed: 1 });
    expect(difference.byClass.filter((row) => row.before > 0 || row.after > 0)).toEqual([
      { slug: "names", before: 2, after: 3 },
      { slug: "access-codes", before: 0, after: 1 },
      { slug: "purchases", before: 1, after: 0 },
    ]);
    expect(await listDatasets(reader(), id)).toMatchObject([
      { version: 2, state: "draft", current: false },
      { version: 1, state: "published", current: true, baseVersion: null },
    ]);
    expect(await getDataset(reader(), id, 2)).toMatchObject({ import: { state: "done", accepted: 2, rejected: 1 }, defects: [{ code: "unknown-class", rows: 1 }] });
    await expect(listDatasets(staffContext(database.parts, ["support"]), id)).rejects.toThrow(Forbidden);
  });

  it("cannot be published once what it is built on was taken back", async () => {
    const { id } = await anIncident(database.db);
    await importText(database.parts, id, "ref,confirmed\na,names");
    await publish(database.parts, id, 1);
    await importText(database.parts, id, "ref,confirmed\nb,names");
    await withdrawDataset(staffContext(database.parts, ["approver"]), { incidentId: id, version: 1, reason: "an error in the source" });
    await expect(publish(database.parts, id, 2)).rejects.toThrow(new Conflict("dataset-base-changed"));
  });

  it("that removes many is confirmed by its importer alone, with the right number", async () => {
    const { id } = await anIncident(database.db);
    await importText(database.parts, id, "ref,confirmed\na,names\nb,names\nc,names");
    await publish(database.parts, id, 1);
    await importText(database.parts, id, "ref,confirmed\na,names", "replace");
    const { importedBy, typedRemoval } = await getDataset(reader(), id, 2);
    expect(typedRemoval).toBe(true);
    const importer = staffContext(database.parts, ["security"], importedBy ?? "");
    await expect(confirmRemoval(staffContext(database.parts, ["security"]), { incidentId: id, version: 2, removed: 2 })).rejects.toThrow(Forbidden);
    await expect(confirmRemoval(importer, { incidentId: id, version: 2, removed: 3 })).rejects.toThrow(new Conflict("removal-number"));
    await confirmRemoval(importer, { incidentId: id, version: 2, removed: 2 });
    await publish(database.parts, id, 2, 2);
  });
});

describe("rejects", () => {
  const text = "ref,=email,confirmed\na,x@,names\nb,b@example.com,shoes\na2,a@example.com,names\na2,a@example.com,names\n";
  const mapping = { "=email": "email" } as const;

  it("come page by page, and as a file that no spreadsheet runs", async () => {
    const { id } = await anIncident(database.db);
    const { importId } = await importText(database.parts, id, text.replace("=email", "email"));
    const [first] = await listRejects(reader(), importId, 0, 1);
    expect(first).toMatchObject({ line: 2, column: "email", code: "email-no-domain", preview: "••" });
    expect((await listRejects(reader(), importId, first?.number)).map((reject) => reject.code)).toEqual(["unknown-class", "duplicate-key"]);
    const file = (await Readable.from(writeRejects(reader(), importId, "ko")).toArray()).join("");
    const rows: string[][] = parse(file, { bom: true });
    expect(rows).toHaveLength(4);
    expect(rows[3]?.slice(0, 3)).toEqual(["5", "", "duplicate-key"]);
    expect(rejectWriter("en").row({ line: 2, column: "=email", code: "formula", preview: "=••••) (9)" })).toMatch(/^2,'=email,formula,.*,'=••••\) \(9\),/);
    expect(rejectWriter("ko").row({ line: 2, column: "email", code: "formula", preview: "＝••••" })).toMatch(/^2,email,formula,.*,'＝••••,/);
  });

  it("of a dry run are those of the import", async () => {
    const { id } = await anIncident(database.db);
    const lines: [number, string][] = [];
    const result = await dryRunImport(staffContext(database.parts, ["security"]), id, Readable.from([Buffer.from(text)], { objectMode: false }), {
      mapping,
      onReject: ({ line, code }) => void lines.push([line, code]),
    });
    expect(result).toMatchObject({ accepted: 1, rejected: 3, repeatsChecked: true });
    expect(lines).toEqual([[2, "email-no-domain"], [3, "unknown-class"], [5, "duplicate-key"]]);
    expect(await listDatasets(reader(), id)).toEqual([]);
  });

  it("have words for every defect in every language", () => {
    for (const locale of locales) {
      const words = loadMessages(locale);
      for (const code of [...rowDefects, ...fileDefects]) expect(words["import-defects"]?.[code]).toMatchObject({ reason: expect.any(String) as string, fix: expect.any(String) as string });
      for (const code of fileDefects) expect(words.errors?.[`file-${code}`]).toEqual(expect.any(String));
    }
  });

  it("stops after the rows that it was asked for, and says so", async () => {
    const { id } = await anIncident(database.db);
    const ctx = staffContext(database.parts, ["security"]);
    const file = () => Readable.from([Buffer.from([...sampleLines({ people: 60_000, seed: 5, defects: 0 })].join(""))], { objectMode: false });
    expect(await dryRunImport(ctx, id, file(), { maxRows: 50_000 })).toMatchObject({ accepted: 50_000, rejected: 0, whole: false });
    expect(await dryRunImport(ctx, id, file(), { maxRows: 60_000 })).toMatchObject({ accepted: 60_000, whole: true });
  });
});
