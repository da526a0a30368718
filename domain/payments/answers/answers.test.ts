import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { judgeAnswer, type KnownPayment } from "./judge-answer";
import { readAnswer } from "./read-answer";
import { reasonCode } from "./reason-code";
import { readBankMoney } from "./read-money";

const xml = (kind: string, body: string) => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${kind}">\n${body}\n</Document>`);
const status = (...lines: string[]) => xml("pain.002.001.10", `<CstmrPmtStsRpt>\n<GrpHdr><MsgId>B1</MsgId></GrpHdr>\n<OrgnlGrpInfAndSts><OrgnlMsgId>AMENDS-1-A</OrgnlMsgId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>\n<OrgnlPmtInfAndSts><OrgnlPmtInfId>AMENDS-1-A</OrgnlPmtInfId>\n${lines.join("\n")}\n</OrgnlPmtInfAndSts></CstmrPmtStsRpt>`);
const entry = (details: string, direction = "DBIT", state = "<Cd>BOOK</Cd>", more = "") => `<Ntry><Amt Ccy="KRW">50000</Amt><CdtDbtInd>${direction}</CdtDbtInd>${more}<Sts>${state}</Sts><NtryDtls>${details}</NtryDtls></Ntry>`;
const statement = (...entries: string[]) => xml("camt.053.001.08", `<BkToCstmrStmt><Stmt>\n${entries.join("\n")}\n</Stmt></BkToCstmrStmt>`);

describe("a status report", () => {
  it("says of each payment whether it was settled, refused and why, or is on its way", async () => {
    const answer = await readAnswer(
      status(
        "<TxInfAndSts><OrgnlEndToEndId>C-2345-6789-1</OrgnlEndToEndId><TxSts>ACSC</TxSts><OrgnlTxRef><Amt><InstdAmt Ccy=\"KRW\">50000.00</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>",
        "<TxInfAndSts><OrgnlEndToEndId>C-2345-678A-1</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>",
        "<TxInfAndSts><OrgnlInstrId>C-2345-678B-1</OrgnlInstrId><TxSts>ACSP</TxSts></TxInfAndSts>",
      ),
    );
    expect(answer).toEqual({
      format: "pain.002",
      whole: [],
      lines: [
        { line: 7, reference: "C-2345-6789-1", says: "paid", money: { text: "50000.00", currency: "KRW" }, reason: null, booking: null },
        { line: 8, reference: "C-2345-678A-1", says: "refused", money: null, reason: "AC04", booking: null },
        { line: 9, reference: "C-2345-678B-1", says: "pending", money: null, reason: null, booking: null },
      ],
    });
  });

  it("may refuse everything at once", async () => {
    const bytes = Buffer.from(status().toString().replace("PART</GrpSts>", "RJCT</GrpSts><StsRsnInf><Rsn><Prtry>LIMIT</Prtry></Rsn></StsRsnInf>"));
    expect((await readAnswer(bytes)).whole).toEqual([{ line: 5, message: "AMENDS-1-A", says: "refused", money: null, reason: "LIMIT", booking: null }]);
  });
});

it("a statement pays by booked debits, returns by credits that name a payment of ours, and is silent about everything else", async () => {
  const of = (reference: string, more = "") => `<TxDtls><Refs><EndToEndId>${reference}</EndToEndId></Refs>${more}</TxDtls>`;
  const { lines } = await readAnswer(
    statement(
      entry(of("C-2345-6789-1")),
      entry(of("RENT-11-2026")),
      entry(of("C-2345-678A-1"), "DBIT", "<Cd>PDNG</Cd>"),
      entry(of("C-2345-678B-1", "<RtrInf><Rsn><Cd>AC01</Cd></Rsn></RtrInf>"), "CRDT"),
      entry(of("C-2345-678C-1", '<Amt Ccy="KRW">20000</Amt>') + of("C-2345-678D-1", '<Amt Ccy="KRW">30000</Amt>')),
      // A debit that takes a credit back, and a credit that takes a debit back; and a bundle whose payments have no amounts of their own.
      entry(of("C-2345-678E-1"), "DBIT", "<Cd>BOOK</Cd>", "<RvslInd>true</RvslInd>"),
      entry(of("C-2345-678F-1"), "CRDT", "<Cd>BOOK</Cd>", "<RvslInd>true</RvslInd>"),
      entry(of("C-2345-678G-1") + of("C-2345-678H-1")),
      entry(of("C-2345-678J-1", '<AmtDtls><InstdAmt><Amt Ccy="USD">9</Amt></InstdAmt><TxAmt><Amt Ccy="KRW">40000</Amt></TxAmt></AmtDtls>') + of("C-2345-678K-1", '<AmtDtls><InstdAmt><Amt Ccy="KRW">10000</Amt></InstdAmt></AmtDtls>')),
    ),
  );
  expect(lines.map(({ reference, says, money, reason }) => [reference, says, money?.text, reason])).toEqual([
    ["C-2345-6789-1", "paid", "50000", null],
    ["C-2345-678B-1", "returned", "50000", "AC01"],
    ["C-2345-678C-1", "paid", "20000", null],
    ["C-2345-678D-1", "paid", "30000", null],
    ["C-2345-678E-1", "unclear", "50000", null],
    ["C-2345-678F-1", "returned", "50000", null],
    ["C-2345-678G-1", "paid", "", null],
    ["C-2345-678H-1", "paid", "", null],
    ["C-2345-678J-1", "paid", "40000", null],
    ["C-2345-678K-1", "paid", "10000", null],
  ]);
});

it("a table is read in Korean and English, in UTF-8 and in the code page of spreadsheets", async () => {
  const korean = "관리번호\t처리결과\t불능사유\t이체금액\nC-2345-6789-1\t정상\t\t50,000\nC-2345-678A-1\t불능\t예금주 불일치\t50,000\n";
  for (const bytes of [Buffer.from(korean), Buffer.from(`\ufeff${korean}`), iconv.encode(korean, "cp949")]) {
    expect(await readAnswer(bytes)).toEqual({
      format: "csv",
      whole: [],
      lines: [
        { line: 2, reference: "C-2345-6789-1", says: "paid", money: { text: "50,000", currency: null }, reason: null, booking: null },
        { line: 3, reference: "C-2345-678A-1", says: "refused", money: { text: "50,000", currency: null }, reason: "예금주 불일치", booking: null },
      ],
    });
  }
  expect((await readAnswer(Buffer.from('Reference,Status,Amount\n"C-2345-6789-1",Paid,"1,000.50"'))).lines).toMatchObject([{ says: "paid", money: { text: "1,000.50", currency: null } }]);
});

describe("a file that cannot be read is refused with its line and what is wrong:", () => {
  const bomb = Buffer.from('<?xml version="1.0"?>\n<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10">&c;</Document>');
  const outside = Buffer.from('<?xml version="1.0"?>\n<!DOCTYPE d SYSTEM "file:///etc/passwd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<d>&x;</d>');
  it.each([
    ["one with entities", bomb, { line: 1, what: "DOCTYPE" }],
    ["one that names files", outside, { line: 1, what: "DOCTYPE" }],
    ["one that is cut off", Buffer.from('<?xml version="1.0"?>\n<Document>\n<a>'), { line: 3 }],
    ["another message", xml("pain.001.001.09", "<CstmrCdtTrfInitn/>"), { line: 2, what: "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09" }],
    ["an empty file", Buffer.alloc(0), { line: 1 }],
    ["a table without references", Buffer.from("이름,처리결과\nx,정상"), { line: 1, what: "관리번호" }],
    ["a table without results", Buffer.from("관리번호,비고\nx,정상"), { line: 1, what: "처리결과" }],
    ["a result that is none", Buffer.from("관리번호,처리결과\nC-1,정상\nC-2,보류중?"), { line: 3, what: "보류중?" }],
    ["an amount that is none", Buffer.from("관리번호,처리결과,금액\nC-1,정상,5만원"), { line: 2, what: "5만원" }],
    ["bytes of a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), { line: 1 }],
  ])("%s", async (_, bytes, values) => {
    await expect(readAnswer(bytes)).rejects.toMatchObject({ reason: "answer-unreadable", values });
  });
});

it("amounts are exact, with as many zeros behind the point as a bank likes", () => {
  expect([readBankMoney("50000.00", "KRW"), readBankMoney("1", "JPY"), readBankMoney("0.1", "USD"), readBankMoney("0.05000", "USD"), readBankMoney("0.001", "USD"), readBankMoney("-1", "USD"), readBankMoney("1", "")]).toEqual([50_000n, 1n, 10n, 5n, null, null, null]);
});

describe("judging", () => {
  const payment = (n: number, state: KnownPayment["state"] = "released"): KnownPayment => ({ id: `p${n}`, batchId: "b", claimId: `c${n}`, reference: `C-2222-2222-${n}`, state, cashMinor: 10n, currency: "KRW", wasPaid: state === "paid", booking: null });
  const line = (n: number, says: "paid" | "returned" | "pending" | "unclear", text = "10", currency: string | null = "KRW") => ({ line: n, reference: `C-2222-2222-${n}`, says, money: { text, currency }, reason: null, booking: null });
  const judge = (lines: ReturnType<typeof line>[], known: KnownPayment[]) => {
    const { paid, returned, repeated, pending, unknown } = judgeAnswer({ format: "csv", lines, whole: [] }, known, new Map());
    return { paid: paid.map(({ id }) => id), returned: returned.map(({ payment: { id } }) => id), repeated, pending, unknown };
  };

  it("lets what came back win over what was paid, and does nothing twice", () => {
    expect(judge([line(1, "returned"), line(1, "paid"), line(1, "paid")], [payment(1)])).toEqual({ paid: ["p1"], returned: ["p1"], repeated: 1, pending: 0, unknown: [] });
    expect(judge([line(1, "paid"), line(2, "paid"), line(3, "returned")], [payment(1, "paid"), { ...payment(2, "returned"), wasPaid: true }, payment(3, "returned")])).toEqual({ paid: [], returned: [], repeated: 3, pending: 0, unknown: [] });
    expect(judge([line(1, "returned")], [payment(1, "paid")])).toMatchObject({ returned: ["p1"] });
  });

  it("leaves lines with another amount, of a draft, or of nobody", () => {
    expect(judge([line(1, "paid", "9"), line(2, "paid"), line(3, "paid"), line(4, "pending")], [payment(1), payment(2, "draft"), payment(4)])).toEqual({
      paid: [],
      returned: [],
      repeated: 0,
      pending: 1,
      unknown: [{ line: 1, reference: "C-2222-2222-1", why: "other-amount" }, { line: 2, reference: "C-2222-2222-2", why: "not-sent" }, { line: 3, reference: "C-2222-2222-3", why: "no-such-payment" }],
    });
  });

  it("reads an amount in the payment's own currency, and leaves what it cannot read or cannot tell to a person", () => {
    const dollars = { ...payment(2), cashMinor: 1_050n, currency: "USD" };
    expect(judge([line(1, "paid", "10", null), line(2, "paid", "10.50", null)], [payment(1), dollars])).toMatchObject({ paid: ["p1", "p2"], unknown: [] });
    const unread = [line(1, "paid", "0.5"), line(2, "paid", ""), line(3, "paid", "10", ""), line(4, "unclear"), line(5, "paid", "10", "USD")];
    expect(judge(unread, [1, 2, 3, 4, 5].map((n) => payment(n)))).toMatchObject({ paid: [], unknown: [1, 2, 3, 4, 5].map((n) => ({ line: n, why: n === 4 ? "unclear" : "other-amount" })) });
  });

  it("takes a refusal of the whole for all of its payments, and lists one of a message that is not ours", () => {
    const refusal = { line: 5, message: "AMENDS", says: "refused" as const, money: null, reason: "LIMIT", booking: null };
    const ours = judgeAnswer({ format: "pain.002", lines: [], whole: [refusal] }, [payment(1), payment(2)], new Map([["AMENDS", "b"]]));
    expect(ours.returned.map(({ payment: { id }, reason }) => [id, reason])).toEqual([["p1", "LIMIT"], ["p2", "LIMIT"]]);
    const other = { ...refusal, message: "AMENDS-1-0123456789AB" };
    expect(judgeAnswer({ format: "pain.002", lines: [], whole: [other] }, [], new Map()).unknown).toEqual([{ line: 5, reference: other.message, why: "no-such-payment" }]);
  });

  it("takes one debit for a whole batch where the sum is its own, and lists it where it is not", async () => {
    const message = "AMENDS-1-0123456789AB";
    const booked = (amount: string, more = "", mark = "DBIT") => readAnswer(statement(`<Ntry><Amt Ccy="KRW">${amount}</Amt><CdtDbtInd>${mark}</CdtDbtInd>${more}<Sts><Cd>BOOK</Cd></Sts><NtryDtls><Btch><PmtInfId>${message}</PmtInfId><NbOfTxs>3</NbOfTxs></Btch></NtryDtls></Ntry>`));
    const known = [payment(1), payment(2), payment(3), { ...payment(4), cashMinor: 0n, state: "paid" as const }, payment(5, "cancelled")];
    const judged = (answer: Awaited<ReturnType<typeof booked>>, of: KnownPayment[] = known) => {
      const { paid, returned, unknown } = judgeAnswer(answer, of, new Map([[message, "b"]]));
      return { paid: paid.map(({ id }) => id), returned: returned.map(({ payment: { id } }) => id), unknown: unknown.map(({ reference, why }) => [reference, why]) };
    };
    expect(judged(await booked("30.00"))).toEqual({ paid: ["p1", "p2", "p3"], returned: [], unknown: [] });
    expect(judged(await booked("20"), [payment(1), payment(2), payment(3, "returned")])).toEqual({ paid: ["p1", "p2"], returned: [], unknown: [] });
    // Two of three are answered, and a second file was of the third alone.
    expect(judged(await booked("10"), [payment(1, "paid"), payment(2, "returned"), payment(3)])).toEqual({ paid: ["p3"], returned: [], unknown: [] });
    expect(judged(await booked("30", "", "CRDT"))).toEqual({ paid: [], returned: ["p1", "p2", "p3"], unknown: [] });
    expect(judged(await booked("29"))).toEqual({ paid: [], returned: [], unknown: [[message, "other-amount"]] });
    expect(judged(await booked("30", "<RvslInd>true</RvslInd>"))).toEqual({ paid: [], returned: [], unknown: [[message, "unclear"]] });
    expect(judged(await booked("30"), [])).toEqual({ paid: [], returned: [], unknown: [[message, "no-such-payment"]] });
    // A debit of somebody else's is passed over still.
    expect(await readAnswer(statement('<Ntry><Amt Ccy="KRW">5</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><Btch><PmtInfId>WAGES-7</PmtInfId></Btch></NtryDtls></Ntry>'))).toMatchObject({ whole: [], lines: [] });
  });

  it("keeps nothing of what a file names that is not written as ours are", () => {
    for (const named of ["김민지", "KIM MINJI REFUND", "110-123-456789"]) {
      expect(judgeAnswer({ format: "csv", lines: [{ line: 2, reference: named, says: "paid", money: null, reason: null, booking: null }], whole: [{ line: 3, message: named, says: "refused", money: null, reason: null, booking: null }] }, [], new Map()).unknown).toEqual([
        { line: 2, reference: "", why: "no-such-payment" },
        { line: 3, reference: "", why: "no-such-payment" },
      ]);
    }
  });
});

it.each([
  ["AC04", "AC04"],
  ["NARR", "NARR"],
  ["해지계좌(김민지)", "AC04"],
  ["예금주 사망", "MD07"],
  ["예금주명 상이: 김민지", "BE01"],
  ["계좌번호 오류 110-123-456789", "AC01"],
  ["거래정지 계좌", "AC06"],
  ["예금주명 상이: 이중기", "BE01"],
  ["이중출금", "AM05"],
  ["LIMIT", "NARR"],
  ["MARY", "NARR"],
  [" ", null],
  [null, null],
])("why a bank did not pay is kept as a code, never in its words: %j", (said, code) => {
  expect(reasonCode(said)).toBe(code);
});
