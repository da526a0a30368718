import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { XmlDocument, XsdValidator } from "libxml2-wasm";
import { describe, expect, it } from "vitest";
import { currencyDigits } from "@/content/formats";
import { nodesAt, readXml, textAt } from "../answers/read-xml";
import { readBankMoney } from "../answers/read-money";
import type { BankLine, ExportedBatch } from "../types";
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
  payOn: "2026-12-01",
  purpose: "하늘몰 개인정보보호센터",
  madeAt: new Date("2026-11-28T05:00:00.123Z"),
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

it("the Korean table has code, bank, account, amount, holder and reference, and no cell that runs", () => {
  const lines = krTransfer.write(batch(), [korean(50_000n), { ...korean(1n, 2), account: { kind: "kr-account", bank: "088", account: "110123456789", holder: '=HYPERLINK("x"),김' } }]).toString().split("\r\n");
  expect(lines).toEqual([
    "\ufeff입금은행코드,입금은행,입금계좌번호,입금액,예금주,받는통장표시,관리번호",
    "090,카카오뱅크,0333012345678,50000,김민지,하늘몰 개인정보보호센터,C-2345-6781-1",
    '088,신한은행,110123456789,1,"\'=HYPERLINK(""x""),김",하늘몰 개인정보보호센터,C-2345-6782-1',
    "",
  ]);
  expect(krTransfer.accounts).toEqual(["kr-account"]);
});
