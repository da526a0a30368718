import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSlices, recordsOf, type CsvRecord } from "./csv-records";

async function read(text: string, blockSize = text.length || 1): Promise<CsvRecord[]> {
  const blocks = (function* () {
    for (let i = 0; i < text.length; i += blockSize) yield text.slice(i, i + blockSize);
  })();
  const records: CsvRecord[] = [];
  for await (const slice of readSlices(blocks as unknown as AsyncIterable<string>, blockSize)) records.push(...recordsOf(slice));
  return records;
}

describe("recordsOf", () => {
  it("goes on behind a wrong quote and loses that line alone", async () => {
    expect(await read('a,b\n1,"x"y\n2,z\n3,"open\n4,w\n5,q"r\n6,"fine ""too"""\n')).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: null },
      { line: 3, cells: ["2", "z"] },
      { line: 4, cells: null },
      { line: 5, cells: ["4", "w"] },
      { line: 6, cells: null },
      { line: 7, cells: ["6", 'fine "too"'] },
    ]);
  });

  it("counts the lines a quoted cell spans, whatever ends them", async () => {
    expect(await read('a,b\r\n1,"x\r\ny"\r\n2,z\r\n')).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: ["1", "x\r\ny"] },
      { line: 4, cells: ["2", "z"] },
    ]);
  });

  it("finds the delimiter by the first line", async () => {
    expect(await read("a;b,c;d\n1;2;3")).toEqual([
      { line: 1, cells: ["a", "b,c", "d"] },
      { line: 2, cells: ["1", "2", "3"] },
    ]);
  });

  it("reads whatever is well formed as csv-parse does, however it is cut into blocks", async () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "가", ",", '"', "\n", " ", "\r\n"), maxLength: 6 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (rows, blockSize) => {
        const quote = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
        const text = ["h,h,h,h,h,h", ...rows.map((row) => row.map(quote).join(","))].join("\n");
        const oracle = parse(text, { relax_column_count: true, skip_empty_lines: true, delimiter: "," });
        expect((await read(text, blockSize)).map((record) => record.cells)).toEqual(oracle);
      }),
      { numRuns: 300 },
    );
  });
});
