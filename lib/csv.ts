/** So that spreadsheets read the file as UTF-8. */
export const BYTE_ORDER_MARK = "\ufeff";

/** One record as RFC 4180 writes it. Cells may come from outside: none of them runs as a formula. */
export function csvRecord(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(harmless(cell))).join(",")}\r\n`;
}

/** A spreadsheet runs a cell that begins like a formula; an apostrophe in front makes it text (OWASP, CSV injection). */
function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
