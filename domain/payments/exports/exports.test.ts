import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import iconv from "iconv-lite";
import { XmlDocument, XsdValidator } from "libxml2-wasm";
import { describe, expect, it } from "vitest";
import { currencyDigits } from "@/content/formats";
import { nodesAt, readXml, textAt } from "../answers/read-xml";
import { readBankMoney } from "../answers/read-money";
import { readCsvAnswer } from "../answers/read-csv-answer";
import type { BankLine, BankTable, ExportedBatch } from "../types";
import { doubledColumns, guessColumn, headingsOf, missingColumns } from "./bank-columns";
import { bankTableExport } from "./bank-table";
import { krTransfer } from "./kr-transfer";
import { pain001 } from "./pain-001";

const schema = readFileSync(path.join(import.meta.dirname, "../../../test/schemas/pain.001.001.09.xsd"), "utf8");

/** Problems that the schema finds; none for a file that is well. */
function problems(bytes: Buffer): string[] {
  const [definition, document] = [XmlDocument.fromString(schema), XmlDocument.fromBuffer(bytes)];
  const validator = XsdValidator.fromDoc(definition);
  try {
    validator.validate(document);
    return [];
  } catch (error) {
    return (error as { details: { message: string }[] }).details.map(({ message }) => message);
  } finally {
    validator.dispose();
    document.dispose();
    definition.dispose();
  }
}

const batch = (change: Partial<ExportedBatch> = {}): ExportedBatch => ({
  message: "AMENDS-12-0123456789AB",
  payer: { account: { kind: "kr-account", bank: "088", account: "140012345678", holder: "하늘몰 주식회사" }, bic: "" },
  currency: "KRW",
  payOn: "2099-12-01",
  purpose: "하늘몰 개인정보보호센터",
  madeAt: new Date("2026-11-28T05:00:00.123Z"),
  comment: "Taken out by Kim -- & <Lee> for: - (export 1)--",
  ...change,
});
const korean = (minor: bigint, n = 1): BankLine => ({ reference: `C-2345-678${n}-1`, minor, account: { kind: "kr-account", bank: "090", account: "0333012345678", holder: "김민지" } });
const german = (minor: bigint): BankLine => ({ reference: "C-ABCD-EFGH-1", minor, account: { kind: "iban", iban: "DE89370400440532013000", holder: "Ada <Lovelace> & Töchter 😀" } });

describe("pain.001.001.09", () => {
  it.each([
    ["KRW", 50_000n, "50000"],
    ["JPY", 1n, "1"],
    ["USD", 5n, "0.05"],
    ["USD", 123_456_789_012_345n, "1234567890123.45"],
    ["EUR", 1_000n, "10.00"],
  ])("writes %s with the decimals that it has, and passes its schema", async (currency, minor, written) => {
    const bytes = pain001.write(batch({ currency, payer: { account: german(0n).account, bic: "COBADEFFXXX" } }), [korean(minor), german(minor)]);
    expect(problems(bytes)).toEqual([]);
    const { namespace, root } = await readXml(bytes);
    expect(namespace).toBe("urn:iso:std:iso:20022:tech:xsd:pain.001.001.09");
    const amounts = nodesAt(root, "CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/Amt/InstdAmt");
    expect(amounts.map(({ text, attributes }) => [text, attributes.Ccy])).toEqual([[written, currency], [written, currency]]);
    expect(textAt(root, "CstmrCdtTrfInitn/GrpHdr/NbOfTxs")).toBe("2");
    expect(nodesAt(root, "CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/Cdtr/Nm").map(({ text }) => text)).toEqual(["김민지", "Ada <Lovelace> & Töchter 😀"]);
    expect(nodesAt(root, "CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/CdtrAcct/Id/Othr/Id")[0]?.text).toBe("0333012345678");
  });

  it("is refused by the schema where something of it is wrong", () => {
    const good = pain001.write(batch(), [korean(50_000n)]).toString();
    for (const [from, to] of [["<PmtMtd>TRF", "<PmtMtd>CASH"], ["<EndToEndId>C-2345-6781-1</EndToEndId>", ""], [' Ccy="KRW"', ""], [">50000<", ">50,000<"], ["<NbOfTxs>1</NbOfTxs>", "<NbOfTxs>one</NbOfTxs>"]] as const) {
      expect(good).toContain(from);
      expect(problems(Buffer.from(good.replace(from, to))), from).not.toEqual([]);
    }
  });

  it("sums to what its payments come to, in every currency, whatever people are called", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("KRW", "JPY", "USD"), fc.array(fc.bigInt(1n, 10n ** 12n), { minLength: 1, maxLength: 20 }), fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 }).filter((name) => name.replaceAll(/\p{Cc}/gu, "").trim() !== ""), async (currency, amounts, holder) => {
        const lines = amounts.map((minor, i) => ({ ...korean(minor, i), account: { ...korean(1n).account, holder } }));
        const bytes = pain001.write(batch({ currency }), lines);
        expect(problems(bytes)).toEqual([]);
        const { root } = await readXml(bytes);
        const sum = textAt(root, "CstmrCdtTrfInitn/GrpHdr/CtrlSum");
        expect(readBankMoney(sum, currency)).toBe(amounts.reduce((total, minor) => total + minor, 0n));
        expect((/\.(\d+)$/.exec(sum)?.[1] ?? "").length).toBe(currencyDigits(currency));
      }),
      { numRuns: 30 },
    );
  });
});

it("the Korean table has code, bank, account, amount, holder and reference", () => {
  const lines = krTransfer.write(batch(), [korean(50_000n), { ...korean(1n, 2), account: { kind: "kr-account", bank: "088", account: "110123456789", holder: '"김", 하늘' } }]).toString().split("\r\n");
  expect(lines).toEqual([
    "\ufeff입금은행코드,입금은행,입금계좌번호,입금액,예금주,받는통장표시,관리번호",
    "090,카카오뱅크,0333012345678,50000,김민지,하늘몰 개인정보보호센터,C-2345-6781-1",
    '088,신한은행,110123456789,1,"""김"", 하늘",하늘몰 개인정보보호센터,C-2345-6782-1',
    "",
  ]);
  expect(krTransfer.whyNot(batch(), german(50_000n))).toEqual({ why: "format-not-for-accounts", column: null });
  expect(() => krTransfer.write(batch(), [korean(50_000n), german(7n)])).toThrow(expect.objectContaining({ reason: "format-not-for-accounts" }) as Error);
});

describe("a bank's own table", () => {
  it.each([
    ["입금은행", "bank-name"],
    ["입금은행코드", "bank-code"],
    ["은행코드(3자리)", "bank-code"],
    ["입금 계좌번호*", "account"],
    ["이체금액(원)", "amount"],
    ["예금주명", "holder"],
    ["받는분성명", "holder"],
    ["받는분 통장표시", "statement"],
    ["입금통장표시내용", "statement"],
    ["내통장 표시내용", "reference"],
    ["출금통장적요", "reference"],
    ["CMS번호", "reference"],
    ["고객관리번호", "reference"],
    ["Bank code", "bank-code"],
    ["Bank name", "bank-name"],
    ["Account No.", "account"],
    ["Beneficiary", "holder"],
    ["비고", "empty"],
  ] as const)("%s is taken for %s", (heading, holds) => {
    expect(guessColumn(heading)).toBe(holds);
  });

  it("takes the headings however they were copied", () => {
    for (const pasted of ["은행\t계좌번호\t금액", "은행,계좌번호, 금액", '"은행"\r\n"계좌번호"\r\n금액\r\n']) expect(headingsOf(pasted)).toEqual(["은행", "계좌번호", "금액"]);
  });

  it("is not whole without account, bank, amount and the reference that comes back", () => {
    const whole = ["bank-code-short", "account", "amount", "reference"] as const;
    expect(missingColumns(whole)).toEqual([]);
    for (const column of whole) expect(missingColumns(whole.filter((held) => held !== column))).toEqual([column === "bank-code-short" ? "bank-name" : column]);
    expect(doubledColumns([...whole, "amount", "reference", "empty", "empty"])).toEqual(["amount"]);
  });

  const table: BankTable = {
    columns: [
      { heading: "은행", holds: "bank-code-short" },
      { heading: "계좌", holds: "account" },
      { heading: "금액", holds: "amount" },
      { heading: "받는통장", holds: "statement" },
      { heading: "내통장표시", holds: "reference" },
      { heading: "비고", holds: "empty" },
    ],
    hasHeading: false,
    encoding: "cp949",
    statementMost: 3,
  };

  it("is written in the bank's columns, order and letters, and the bank's answer in them is read again", () => {
    const bytes = bankTableExport(table).write(batch(), [korean(50_000n), korean(7n, 2)]);
    expect(iconv.decode(bytes, "cp949")).toBe("90,0333012345678,50000,하늘몰,C-2345-6781-1,\r\n90,0333012345678,7,하늘몰,C-2345-6782-1,\r\n");
    expect(bytes.equals(Buffer.from(iconv.decode(bytes, "cp949")))).toBe(false);
    const headed = iconv.decode(bankTableExport({ ...table, hasHeading: true }).write(batch(), [korean(50_000n)]), "cp949").split("\r\n");
    expect(headed[0]).toBe("은행,계좌,금액,받는통장,내통장표시,비고");
    const answer = iconv.encode(`${headed[0]},처리결과\r\n${headed[1]},정상\r\n`, "cp949");
    expect(readCsvAnswer(answer, ["내통장표시"]).lines).toEqual([{ line: 2, reference: "C-2345-6781-1", says: "paid", money: { text: "50000", currency: null }, reason: null, booking: null }]);
    expect(() => readCsvAnswer(answer)).toThrow();
  });

  it("refuses a name that the bank's letters cannot write, and says which payment", () => {
    const named = (holder: string): BankLine => ({ ...korean(1n), account: { kind: "kr-account", bank: "004", account: "1", holder } });
    const holding = { ...table, columns: [...table.columns, { heading: "예금주", holds: "holder" as const }] };
    for (const holder of ["뷁쀍 김", "南宮珉"]) expect(iconv.decode(bankTableExport(holding).write(batch(), [named(holder)]), "cp949")).toContain(holder);
    for (const holder of ["Žofie", "김😀"]) {
      expect(() => bankTableExport(holding).write(batch(), [named(holder)])).toThrow(expect.objectContaining({ reason: "bank-table-letters", values: { reference: "C-2345-6781-1" } }));
      expect(bankTableExport({ ...holding, encoding: "utf-8" }).write(batch(), [named(holder)]).toString()).toContain(holder);
    }
  });
});

it("holds no cell that a spreadsheet would run, and is refused rather than changed", () => {
  for (const holder of ["=1+1", "+82", "-1", "@SUM(1)", "＝1＋1", "＋82", "－1", "＠SUM(1)", "\tx", "\rx", "\nx"]) {
    const line: BankLine = { ...korean(1_000n), account: { kind: "kr-account", bank: "090", account: "0333012345678", holder } };
    expect(() => krTransfer.write(batch(), [line])).toThrow(expect.objectContaining({ reason: "bank-table-formula", values: { reference: line.reference } }) as Error);
  }
});
