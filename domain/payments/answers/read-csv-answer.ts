import { recordsOf } from "../../exposure/files/csv-records";
import { Conflict } from "../../kernel/errors";
import type { AnswerLine, ReadAnswer } from "../types";
import { isBankMoney } from "./read-money";
import { tableOf } from "./read-table";

const COLUMNS = {
  reference: ["관리번호", "고객관리번호", "거래참조번호", "reference", "endtoendid", "end-to-end-id"],
  result: ["처리결과", "이체결과", "결과", "상태", "result", "status"],
  reason: ["불능사유", "오류사유", "사유", "reason"],
  amount: ["입금액", "이체금액", "금액", "amount"],
} as const;
const RESULTS = {
  paid: ["정상", "완료", "성공", "입금완료", "paid", "ok", "success", "completed"],
  refused: ["불능", "오류", "실패", "반려", "rejected", "failed"],
  returned: ["반환", "returned"],
  pending: ["처리중", "대기", "예정", "pending"],
} as const;

const plainHeading = (cell: string) => cell.normalize("NFKC").toLowerCase().replaceAll(/[\s"]/g, "");

/**
 * Read a table in which a bank says what became of each transfer: a column with the reference and one with the result, in Korean or English; reason and amount where it has them. One word that is none of these refuses the whole file, because
 * whoever guessed would mark money as paid. `referenceHeadings` are those under which the banks' own tables carry the reference. @throws {Conflict} answer-unreadable, with line and what is wrong
 */
export function readCsvAnswer(bytes: Buffer, referenceHeadings: readonly string[] = []): Omit<ReadAnswer, "format"> {
  const [head, ...records] = [...recordsOf(tableOf(bytes))];
  const names = (head?.cells ?? []).map(plainHeading);
  const find = (known: readonly string[]) => names.findIndex((cell) => known.includes(cell));
  const column = (name: keyof typeof COLUMNS) => find(COLUMNS[name]);
  const own = find(referenceHeadings.map(plainHeading));
  const [reference, result, reason, amount] = [own < 0 ? column("reference") : own, column("result"), column("reason"), column("amount")];
  if (reference < 0) throw new Conflict("answer-unreadable", { line: 1, what: COLUMNS.reference[0] });
  if (result < 0) throw new Conflict("answer-unreadable", { line: 1, what: COLUMNS.result[0] });
  const lines = records.map(({ line, cells }): AnswerLine => {
    if (!cells) throw new Conflict("answer-unreadable", { line, what: '"' });
    const cell = (at: number) => (at < 0 ? "" : (cells[at] ?? "").normalize("NFKC").trim());
    const said = cell(result).toLowerCase().replaceAll(/\s/g, "");
    const says = (Object.keys(RESULTS) as (keyof typeof RESULTS)[]).find((one) => (RESULTS[one] as readonly string[]).includes(said));
    if (!says) throw new Conflict("answer-unreadable", { line, what: cell(result).slice(0, 40) || (COLUMNS.result[0]) });
    if (cell(amount) !== "" && !isBankMoney(cell(amount))) throw new Conflict("answer-unreadable", { line, what: cell(amount).slice(0, 40) });
    return { line, reference: cell(reference), says, money: cell(amount) === "" ? null : { text: cell(amount), currency: null }, reason: cell(reason) || null, booking: null };
  });
  return { whole: [], lines };
}
