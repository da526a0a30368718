import iconv from "iconv-lite";
import { moneyInField } from "@/content/formats";
import { bankOf } from "@/db/values/banks";
import type { BankColumn, TableEncoding } from "@/db/values/payments";
import { BYTE_ORDER_MARK, csvRecord, runsAsFormula } from "@/lib/csv";
import { Conflict } from "../../kernel/errors";
import type { BankLine, BankTable, ExportedBatch, Misfit, PaymentExport } from "../types";

/** A column's cell of one payment. Account numbers keep their leading zeros for a program; a spreadsheet that opens the file is not what it is for. */
const cells: Record<BankColumn, (line: BankLine & { account: { kind: "kr-account" } }, batch: Pick<ExportedBatch, "currency" | "purpose">, table: BankTable) => string> = {
  "bank-code": ({ account }) => account.bank,
  // Tables that are older than three-digit codes; every code of a bank begins with a nought.
  "bank-code-short": ({ account }) => account.bank.slice(-2),
  "bank-name": ({ account }) => bankOf(account.bank)?.ko ?? "",
  account: ({ account }) => account.account,
  amount: ({ minor }, { currency }) => moneyInField(minor, currency),
  holder: ({ account }) => account.holder,
  statement: (_, { purpose }, { statementMost }) => purpose.slice(0, statementMost),
  reference: ({ reference }) => reference,
  empty: () => "",
};

/**
 * The way of taking a batch out as one bank's table (대량이체): the columns that the bank wants, as somebody of finance set them up from its sample. A name that the bank's letters cannot write is refused, rather than paid to a question mark.
 * What a spreadsheet would run is refused as well: with the apostrophe that makes it text it would be another name, and the bank pays to what is written.
 */
export function bankTableExport(table: BankTable): PaymentExport {
  const whyNot: PaymentExport["whyNot"] = (batch, line) => (isKorean(line) ? misfitOf(table, cellsOf(table, batch, line)) : { why: "format-not-for-accounts", column: null });
  return {
    contentType: `text/csv; charset=${table.encoding === "cp949" ? "windows-949" : "utf-8"}`,
    extension: "csv",
    whyNot,
    write(batch, lines) {
      const rows = lines.map((line) => {
        const misfit = whyNot(batch, line);
        if (misfit) throw new Conflict(misfit.why, { reference: line.reference });
        return csvRecord(cellsOf(table, batch, line));
      });
      return encoded((table.hasHeading ? csvRecord(table.columns.map(({ heading }) => heading)) : "") + rows.join(""), table.encoding);
    },
  };
}

/** The rows of a table with people who do not exist, to be held beside a bank's sample before the first real file is made. */
export function sampleRows(table: BankTable, purpose: string): string[][] {
  const people = [
    { reference: "C-2345-6789-1", minor: 50_000n, account: { kind: "kr-account", bank: "004", account: "00012345678901", holder: "김민지" } },
    { reference: "C-2345-6790-1", minor: 120_000n, account: { kind: "kr-account", bank: "090", account: "3333012345678", holder: "이준호" } },
  ] as const;
  return people.map((line) => cellsOf(table, { currency: "KRW", purpose }, line));
}

function cellsOf(table: BankTable, batch: Pick<ExportedBatch, "currency" | "purpose">, line: BankLine): string[] {
  if (!isKorean(line)) throw new Error("an account that a Korean bank's table cannot carry");
  return table.columns.map(({ holds }) => cells[holds](line, batch, table));
}

/** The first of its cells that a row cannot be written with. */
function misfitOf({ columns, encoding }: BankTable, written: readonly string[]): Misfit | null {
  const first = (why: Misfit["why"], fails: (cell: string) => boolean): Misfit | null => {
    const at = written.findIndex(fails);
    return at < 0 ? null : { why, column: columns[at]?.heading ?? null };
  };
  return first("bank-table-formula", runsAsFormula) ?? (encoding === "cp949" ? first("bank-table-letters", (cell) => !isWritable(cell)) : null);
}

function isKorean(line: BankLine): line is BankLine & { account: { kind: "kr-account" } } {
  return line.account.kind === "kr-account";
}

/** Whether code page 949 has every letter of a text: all Hangul of today, but no emoji and few letters of other alphabets. */
export function isWritable(text: string): boolean {
  return iconv.decode(iconv.encode(text, "cp949"), "cp949") === text;
}

function encoded(text: string, encoding: TableEncoding): Buffer {
  return encoding === "cp949" ? iconv.encode(text, "cp949") : Buffer.from(BYTE_ORDER_MARK + text);
}
