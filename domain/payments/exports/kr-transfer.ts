import { moneyInField } from "@/content/formats";
import { bankOf } from "@/db/values/banks";
import { BYTE_ORDER_MARK, csvRecord } from "@/lib/csv";
import type { PaymentExport } from "../types";

const HEAD = ["입금은행코드", "입금은행", "입금계좌번호", "입금액", "예금주", "받는통장표시", "관리번호"];

/**
 * The table that Korean banks take for many transfers at once (대량이체): code of the bank, account, amount, holder, what stands on the statement, and the reference that comes back with the result. Account numbers keep
 * their leading zeros for a program; a spreadsheet that opens the file is not what it is for.
 */
export const krTransfer: PaymentExport = {
  format: "kr-transfer",
  contentType: "text/csv; charset=utf-8",
  extension: "csv",
  accounts: ["kr-account"],
  write: ({ currency, purpose }, lines) =>
    Buffer.from(
      BYTE_ORDER_MARK +
        csvRecord(HEAD) +
        lines
          .map(({ account, minor, reference }) => (account.kind === "kr-account" ? csvRecord([account.bank, bankOf(account.bank)?.ko ?? "", account.account, moneyInField(minor, currency), account.holder, purpose.slice(0, 14), reference]) : ""))
          .join(""),
    ),
};
