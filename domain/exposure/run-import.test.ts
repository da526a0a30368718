import { eq } from "drizzle-orm";
import fc from "fast-check";
import iconv from "iconv-lite";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { importRejects } from "@/db/schema/exposure";
import { useDatabase } from "@/test/database";
import { importText } from "@/test/imports";
import { anIncident } from "@/test/incidents";
import { FileRefused } from "./files/csv-source";
import { dropDraft } from "./drop-draft";
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
