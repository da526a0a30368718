import type { BankTable } from "../types";
import { bankTableExport } from "./bank-table";

/** A table with everything that Korean banks ask for, for a bank that lets its columns be chosen while reading. */
const table: BankTable = {
  columns: [
    { heading: "입금은행코드", holds: "bank-code" },
    { heading: "입금은행", holds: "bank-name" },
    { heading: "입금계좌번호", holds: "account" },
    { heading: "입금액", holds: "amount" },
    { heading: "예금주", holds: "holder" },
    { heading: "받는통장표시", holds: "statement" },
    { heading: "관리번호", holds: "reference" },
  ],
  hasHeading: true,
  encoding: "utf-8",
  statementMost: 14,
};

export const krTransfer = bankTableExport(table);
