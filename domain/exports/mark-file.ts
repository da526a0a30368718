import { translator } from "@/content/translator";
import type { Locale } from "@/db/values/locales";
import { BYTE_ORDER_MARK, csvRecord } from "@/lib/csv";
import { readCells } from "./csv-cells";
import { orderRows } from "./order-rows";

/** Who takes a file out, when and what for. */
export interface Mark {
  id: string;
  name: string;
  at: Date;
  reason: string;
}

/** All of it in one line. */
export function markLine({ id, name, at, reason }: Mark, locale: Locale): string {
  return translator(locale, "exports")("file.mark", { id, name, at: at.toISOString(), reason }).replaceAll(/\s+/g, " ");
}

/** The same table with a column more at its end: who took it out in the heading, the export's number in each row. With a key, in the order of that key by one of its columns. */
export async function* markTable(pieces: AsyncIterable<string>, mark: Mark, locale: Locale, order?: { key: Buffer; column: number }): AsyncGenerator<string> {
  const records = readCells(pieces);
  const head = await records.next();
  if (head.done) return;
  const [first = "", ...others] = head.value;
  yield BYTE_ORDER_MARK + csvRecord([first.replace(BYTE_ORDER_MARK, ""), ...others, markLine(mark, locale)]);
  for await (const cells of order ? orderRows(records, (row) => row[order.column] ?? "", order.key) : records) yield csvRecord([...cells, mark.id]);
}

/** The same PDF with a line behind its end, which readers pass over as a comment (ISO 32000-1 § 7.2.4): letters go to people, and bear no name of ours. */
export async function* markPdf(pieces: AsyncIterable<Buffer>, line: string): AsyncGenerator<Buffer> {
  yield* pieces;
  yield Buffer.from(`\n% ${line}\n`);
}
