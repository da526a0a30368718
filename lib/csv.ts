/** So that spreadsheets read the file as UTF-8. */
export const BYTE_ORDER_MARK = "\ufeff";

/** One record as RFC 4180 writes it. Cells may come from outside: none of them runs as a formula. */
export function csvRecord(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(harmless(cell))).join(",")}\r\n`;
}

/** Whether a spreadsheet would run a cell as a formula: by its first sign, in full width too, as Korean and Japanese keyboards write it (OWASP, CSV injection). */
export function runsAsFormula(cell: string): boolean {
  return /^[=+\-@＝＋－＠\t\r\n]/.test(cell);
}

/** An apostrophe in front makes it text. */
function harmless(cell: string): string {
  return runsAsFormula(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
