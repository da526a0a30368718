import iconv from "iconv-lite";
import type { CsvSlice } from "../../exposure/files/csv-records";

/** A small table as text: UTF-8 where it is, else the Korean code page that spreadsheets write; divided by whatever its first line has most of. */
export function tableOf(bytes: Buffer): CsvSlice {
  const text = textOf(bytes);
  const first = text.slice(0, text.indexOf("\n") < 0 ? undefined : text.indexOf("\n"));
  const delimiter = [",", "\t", ";"].reduce((best, candidate) => (first.split(candidate).length > first.split(best).length ? candidate : best));
  return { text: text.endsWith("\n") ? text : `${text}\n`, line: 0, lines: Infinity, delimiter };
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return iconv.decode(bytes, "cp949");
  }
}
