import { and, eq } from "drizzle-orm";
import fc from "fast-check";
import iconv from "iconv-lite";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { contactPoints, importRejects, OPEN_VERSION, subjects } from "@/db/schema/exposure";
import { useDatabase } from "@/test/database";
import { importText, publish } from "@/test/imports";
import { anIncident } from "@/test/incidents";
import { FileRefused } from "./files/csv-source";
import { dropDraft } from "./drop-draft";
import { openSubject } from "./subject-records";
import { staffContext } from "@/test/contexts";

const database = useDatabase();

async function defectsOf(text: string | Buffer) {
  const { id } = await anIncident(database.db);
  const result = await importText(database.parts, id, text);
  const rejects = await database.db.select().from(importRejects).where(eq(importRejects.importId, result.importId)).orderBy(importRejects.number);
  return { ...result, rejects: rejects.map((reject) => [reject.line, reject.columnName, reject.code]) };
}

describe("a bad row", () => {
  const head = "ref,email,phone,locale,confirmed,possible,counts";
  const good = "g,good@example.com,010-2222-3333,ko,names,,";
  it.each([
    ["quoting", 'a,"x"y@example.com,,,,,', [[2, null, "quoting"]]],
    ["extra columns", "a,a@example.com,,,,,,more", [[2, null, "extra-columns"]]],
    ["missing columns", "a,a@example.com", [[2, null, "missing-columns"]]],
    ["a NUL", "a,a\u0000@example.com,,,,,", [[2, "email", "control-character"]]],
    ["an oversized cell", `a,a@example.com,,,,,${"x".repeat(2_001)}`, [[2, "counts", "oversized-cell"]]],
    ["a spreadsheet formula", "=1+1,a@example.com,,,,,", [[2, "ref", "formula"]]],
    ["no reference", ",a@example.com,,,,,", [[2, "ref", "ref-missing"]]],
    ["a full-width at", "a,a＠example.com,,,,,", [[2, "email", "email-fullwidth-at"]]],
    ["two ats", "a,a@b@example.com,,,,,", [[2, "email", "email-two-ats"]]],
    ["a space", "a,a b@example.com,,,,,", [[2, "email", "email-space"]]],
    ["an address list", 'a,"a@example.com,b@example.com",,,,,', [[2, "email", "email-list"]]],
    ["no domain", "a,a@,,,,,", [[2, "email", "email-no-domain"]]],
    ["a line break in an address", 'a,"a@exam\r\nple.com",,,,,', [[2, "email", "email-line-break"]]],
    ["a bad phone number", "a,,12,,,,", [[2, "phone", "phone-malformed"]]],
    ["an unknown class", "a,a@example.com,,,passwords,,", [[2, "confirmed", "unknown-class"]]],
    ["a class at two levels", "a,a@example.com,,,names,names,", [[2, null, "class-twice"]]],
    ["an unknown language", "a,a@example.com,,xx,,,", [[2, "locale", "unknown-locale"]]],
    ["a bad count", "a,a@example.com,,,,,purchases=many", [[2, "counts", "bad-count"]]],
    ["several defects at once", "=a,a@,12,xx,,,", [[2, "ref", "formula"], [2, "email", "email-no-domain"], [2, "locale", "unknown-locale"], [2, "phone", "phone-malformed"]]],
  ])("is told apart: %s", async (_, row, expected) => {
    const { accepted, rejected, rejects } = await defectsOf([head, row, good].join("\n"));
    expect({ accepted, rejected }).toEqual({ accepted: 1, rejected: 1 });
    expect(rejects).toEqual(expected);
  });

  it("is told apart: a reference that comes twice, with the line of the first", async () => {
    const { accepted, rejected, rejects } = await defectsOf("ref,email\na,a@example.com\nb,b@example.com\na,c@example.com\na,d@example.com");
    expect({ accepted, rejected }).toEqual({ accepted: 2, rejected: 2 });
    expect(rejects).toEqual([[4, null, "duplicate-key"], [5, null, "duplicate-key"]]);
  });
});

describe("a postal address", () => {
  const head = "ref,country,postal_name,postal_code,postal_address,email";
  const points = async (incidentId: string) => {
    const rows = await database.db.select().from(contactPoints).where(and(eq(contactPoints.incidentId, incidentId), eq(contactPoints.kind, "postal"), eq(contactPoints.toVersion, OPEN_VERSION))).orderBy(contactPoints.subjectId);
    return rows.map((row) => row.contactIndex.toString("hex"));
  };

  it("is sealed with the person, indexed by name and address, and seen when it changes", async () => {
    const { id } = await anIncident(database.db);
    const rows = ["a,KR,김민지,04101,서울특별시 마포구 하늘로 12|103동 1204호,a@example.com", "b,KR,김민준,04101,서울특별시 마포구 하늘로 12|103동 1204호,", "c,KR,김민지,04101,서울특별시 마포구 하늘로 12 103동 1204호,", "d,KR,이름만,,,d@example.com"];
    await importText(database.parts, id, [head, ...rows].join("\n"));
    const [a, b, c] = await points(id);
    expect(await points(id)).toHaveLength(3);
    // The same person at the same place, whoever typed it; somebody else of the household gets a letter of their own.
    expect(c).toBe(a);
    expect(b).not.toBe(a);
    const [row] = await database.db.select().from(subjects).where(and(eq(subjects.incidentId, id), eq(subjects.subjectId, 2n)));
    if (!row) throw new Error("no subject");
    expect(await openSubject(database.parts, id, row)).toEqual({ ref: "a", e: ["a@example.com"], a: { n: "김민지", c: "04101", l: ["서울특별시 마포구 하늘로 12", "103동 1204호"] } });

    await publish(database.parts, id, 1);
    const moved = await importText(database.parts, id, [head, rows[0]?.replace("하늘로 12", "하늘로 14"), ...rows.slice(1)].join("\n"));
    expect(moved).toMatchObject({ changed: 1, added: 0 });
    expect((await points(id))[0]).not.toBe(a);
  });

  it.each([
    ["no name", "a,KR,,04101,하늘로 12,", "postal_name", "postal-name-missing"],
    ["no address", "a,KR,김민지,04101,,", "postal_address", "postal-address-missing"],
    ["another country's code", "a,KR,김민지,94107,하늘로 12,\nb,US,John,04101-1,Road,", "postal_code", "postal-code-malformed"],
    ["five lines", "a,KR,김민지,04101,a|b|c|d|e,", "postal_address", "postal-too-long"],
    ["a formula", "a,KR,김민지,04101,=1+1,", "postal_address", "formula"],
  ])("is judged: %s", async (_, row, column, code) => {
    const { rejects } = await defectsOf([head, row].join("\n"));
    expect(rejects).toEqual([[1 + row.split("\n").length, column, code]]);
  });
});

describe("a file that is no table of people", () => {
  it.each([
    ["empty-file", ""],
    ["header-only", "ref,email\n"],
    ["duplicate-header", "ref,email,email\na,a@example.com,b@example.com"],
    ["unknown-header", "ref,shoe size\na,44"],
    ["no-ref-column", "email\na@example.com"],
    ["gzip", gzipSync("ref\na")],
    ["xlsx", Buffer.from("PK\u0003\u0004rest of a zip")],
  ])("%s", async (defect, content) => {
    const { id } = await anIncident(database.db);
    await expect(importText(database.parts, id, content)).rejects.toSatisfy((error) => error instanceof FileRefused && error.defect === defect);
    await dropDraft(staffContext(database.parts, ["security"]), { incidentId: id, version: 1 });
  });
});

describe("encodings", () => {
  const text = "회원번호,이메일,휴대폰번호,유출항목\n가-1,a@example.com,010-2222-3333,names\n나-2,b@example.com,010-2222-4444,names;purchases\n";
  it.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a byte-order mark", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)])],
    ["UTF-16 little endian", Buffer.concat([Buffer.from([0xff, 0xfe]), iconv.encode(text, "utf-16le")])],
    ["UTF-16 big endian", Buffer.concat([Buffer.from([0xfe, 0xff]), iconv.encode(text, "utf-16be")])],
    ["CP949", iconv.encode(text, "cp949")],
    ["CRLF", Buffer.from(text.replaceAll("\n", "\r\n"))],
  ])("%s, with Korean headers", async (_, bytes) => {
    expect(await defectsOf(bytes)).toMatchObject({ accepted: 2, rejected: 0, people: 2 });
  });
});

it("accepted + rejected = rows read, whatever the rows are", async () => {
  const cell = fc.oneof(fc.constantFrom("a@example.com", "", "010-2222-3333", "names", "=x", '"q', "ko"), fc.string({ maxLength: 8 }).map((s) => s.replace(/[\r\n"]/g, "")));
  const { id } = await anIncident(database.db);
  let version = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 30 }), async (rows) => {
      const quoted = rows.map((cells) => cells.map((c) => `"${c.replaceAll('"', '""')}"`).join(","));
      const result = await importText(database.parts, id, ["ref,email,confirmed", ...quoted].join("\n"));
      version = result.version;
      expect(result.accepted + result.rejected).toBe(rows.length);
      await dropDraft(staffContext(database.parts, ["security"]), { incidentId: id, version });
    }),
    { numRuns: 15 },
  );
  expect(version).toBeGreaterThan(0);
});
