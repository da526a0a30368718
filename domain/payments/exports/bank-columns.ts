import { bankColumns, type BankColumn } from "@/db/values/payments";
import type { SavedBankTable } from "../types";

/** Words by which a heading is known, the narrower before the wider: what stands on the payer's own statement before whatever has “statement” in it. */
const WORDS: readonly (readonly [RegExp, BankColumn])[] = [
  [/(내|출금|보내는|의뢰인)(분)?(의)?(통장|계좌)?(에)?(표시|인자|적요|기재|메모)/, "reference"],
  [/(관리|참조|식별|고객|거래)번호|cms|reference|end-?to-?end/, "reference"],
  [/(받는|입금|상대|수취)(분|인)?(의)?(통장|계좌)?(에)?(표시|인자|적요|기재|메모)|statement/, "statement"],
  [/은행.*코드|기관.*코드|코드.*은행|bankcode/, "bank-code"],
  [/금액|입금액|이체액|amount/, "amount"],
  [/예금주|성명|수취인|받는(분|사람)|이름|holder|beneficiary|name/, "holder"],
  [/계좌|account/, "account"],
  [/은행|금융기관|bank/, "bank-name"],
];

/** What a column of a bank's own table most likely holds, by its heading. Whoever sets it up sees it and corrects it; what nobody knows stays empty. */
export function guessColumn(heading: string): BankColumn {
  const said = heading.normalize("NFKC").toLowerCase().replaceAll(/[\s_*()[\]]/g, "");
  if (/bankname|은행명/.test(said)) return "bank-name";
  return WORDS.find(([words]) => words.test(said))?.[1] ?? "empty";
}

/** The headings of a row that was copied from a spreadsheet, a table file or a page: divided by tabs where there are any, else by lines, else by commas. */
export function headingsOf(pasted: string): string[] {
  const text = pasted.normalize("NFC").trim();
  const divider = text.includes("\t") ? /[\t\r\n]+/ : /[\r\n]/.test(text) ? /[\r\n]+/ : /[,;|]/;
  return text
    .split(divider)
    .map((heading) => heading.trim().replaceAll(/^"|"$/g, ""))
    .filter((heading) => heading !== "");
}

/** What a table must have before money can be paid by it and the bank's answer be read: an account, its bank, an amount, and the reference that comes back. */
export function missingColumns(holds: readonly BankColumn[]): BankColumn[] {
  const bank = (["bank-code", "bank-code-short", "bank-name"] as const).some((column) => holds.includes(column));
  return [...(bank ? [] : ["bank-name" as const]), ...(["account", "amount", "reference"] as const).filter((column) => !holds.includes(column))];
}

/** Whether batches can be taken out as a bank's table: it is not put away, and everything is there. */
export function isOffered({ removedAt, columns }: Pick<SavedBankTable, "removedAt" | "columns">): boolean {
  return removedAt === null && missingColumns(columns.map(({ holds }) => holds)).length === 0;
}

/** What is in a table twice though it must not be: a bank would not know which to take. */
export function doubledColumns(holds: readonly BankColumn[]): BankColumn[] {
  return bankColumns.filter((column) => ["account", "amount", "holder"].includes(column) && holds.filter((held) => held === column).length > 1);
}
