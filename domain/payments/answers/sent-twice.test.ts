import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { claims } from "@/db/schema/claims";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { anApprovedClaim, answerTable, aPayingScene } from "@/test/payments";
import { collectPayments } from "../collect-payments";
import { recordAnswer } from "../record-answer";
import { releaseBatch } from "../release-batch";
import { messageName } from "../rules";

const database = useDatabase();
const [collector, releaser] = [randomUUID(), randomUUID()];
const finance = (who: string) => staffContext(database.parts, ["finance"], who);

/** A batch of two claims that is with the bank, and what reads the bank's words about it. */
async function sent() {
  const { incident, programme, subjects } = await aPayingScene(database.parts, 2);
  const found = [await anApprovedClaim(database.parts, subjects[0]!, programme), await anApprovedClaim(database.parts, subjects[1]!, programme)];
  const { batchId } = await collectPayments(finance(collector), { programmeId: programme.id, payOn: "2099-12-01", most: "" });
  await releaseBatch(finance(releaser), { batchId });
  const read = async (bytes: Buffer) => {
    const { paid, returned, repeated, unknown } = await recordAnswer(finance(collector), incident.id, bytes);
    return { paid, returned, repeated, left: unknown.map(({ reference, why }) => [reference, why]) };
  };
  const states = async () => (await database.db.select({ state: claims.state }).from(claims).where(eq(claims.programmeId, programme.id))).map(({ state }) => state);
  return { message: messageName({ id: batchId, number: 1 }), references: found.map(({ reference }) => `${reference ?? ""}-1`), read, states };
}

const xml = (kind: string, body: string) => Buffer.from(`<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${kind}">${body}</Document>`);
const why = (code: string) => (code === "" ? "" : `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn></StsRsnInf>`);
const report = (message: string, group: string, transactions: string) => xml("pain.002.001.10", `<CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>${message}</OrgnlMsgId>${group}</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>${message}</OrgnlPmtInfId>\n${transactions}</OrgnlPmtInfAndSts></CstmrPmtStsRpt>`);
const of = (reference: string, status: string, code = "") => `<TxInfAndSts><OrgnlEndToEndId>${reference}</OrgnlEndToEndId><TxSts>${status}</TxSts>${why(code)}</TxInfAndSts>\n`;
const booked = (direction: "DBIT" | "CRDT", number: string, ...references: string[]) =>
  xml("camt.053.001.08", `<BkToCstmrStmt><Stmt>${references.map((reference) => `\n<Ntry><Amt Ccy="KRW">50000</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><AcctSvcrRef>${number}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>${reference}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>`).join("")}</Stmt></BkToCstmrStmt>`);

it("a file that was sent twice brings no money back: its refusal changes nothing, in whichever form the bank says it", async () => {
  const { message, references, read, states } = await sent();
  const refused = { paid: 0, returned: 0, repeated: 0 };
  for (const code of ["AM05", "DUPL", "DU01", "DU02", "DU03", "DU04", "DU05"]) {
    expect(await read(report(message, `<GrpSts>RJCT</GrpSts>${why(code)}`, ""))).toEqual({ ...refused, left: [[message, "sent-twice"]] });
    expect(await read(report(message, "", references.map((reference) => of(reference, "RJCT", code)).join("")))).toEqual({ ...refused, left: references.map((reference) => [reference, "sent-twice"]) });
  }
  // Why stands with the group alone, or beside a first reason, or in words.
  expect(await read(report(message, `<GrpSts>RJCT</GrpSts>${why("AM05")}`, references.map((reference) => of(reference, "RJCT")).join("")))).toMatchObject({ returned: 0, left: [[message, "sent-twice"], [references[0], "sent-twice"], [references[1], "sent-twice"]] });
  expect(await read(report(message, `<GrpSts>RJCT</GrpSts>${why("NARR")}<StsRsnInf><AddtlInf>Duplicate file</AddtlInf></StsRsnInf>`, ""))).toMatchObject({ returned: 0, left: [[message, "sent-twice"]] });
  for (const words of ["중복", "기처리된 거래", "이중 이체", "already processed"]) expect(await read(answerTable(...references.map((reference) => `${reference},오류,${words},50000`)))).toEqual({ ...refused, left: references.map((reference) => [reference, "sent-twice"]) });
  // A statement by which one of two came back says the same: the other one stays paid.
  expect(await read(xml("camt.053.001.08", `<BkToCstmrStmt><Stmt><Ntry><Amt Ccy="KRW">50000</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls><Refs><EndToEndId>${references[0]!}</EndToEndId></Refs><RtrInf><Rsn><Cd>AM05</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt>`))).toMatchObject({ returned: 0, left: [[references[0], "sent-twice"]] });
  expect(await states()).toEqual(["in-payment", "in-payment"]);
  expect(await read(booked("DBIT", "B-1", ...references))).toEqual({ paid: 2, returned: 0, repeated: 0, left: [] });
  expect(await states()).toEqual(["paid", "paid"]);
});

it("what is paid is not un-paid by a refusal, whose reason may be anything, but by money that came back", async () => {
  const { message, references, read, states } = await sent();
  const [first, second] = references as [string, string];
  // One of them is known as paid: the file was not refused, so this was a second one.
  expect(await read(report(message, "", of(first, "ACSC")))).toMatchObject({ paid: 1 });
  expect(await read(report(message, "<GrpSts>RJCT</GrpSts>", ""))).toEqual({ paid: 0, returned: 0, repeated: 0, left: [[message, "refused-though-paid"]] });
  expect(await read(report(message, "", of(first, "RJCT", "AC04")))).toMatchObject({ returned: 0, left: [[first, "refused-though-paid"]] });
  expect(await read(answerTable(`${first},불능,계좌 해지,50000`))).toMatchObject({ returned: 0, left: [[first, "refused-though-paid"]] });
  expect(await states()).toEqual(expect.arrayContaining(["paid", "in-payment"]));
  // The other never was: it is refused as ever.
  expect(await read(report(message, "", of(second, "RJCT", "AC04")))).toMatchObject({ returned: 1, left: [] });
  expect(await read(booked("CRDT", "C-1", first))).toMatchObject({ returned: 1, left: [] });
  expect(await states()).toEqual(["returned", "returned"]);
});

it("a debit of a payment that stands as come back is listed, unless it is the one from before it came back", async () => {
  const { references, read } = await sent();
  const [first, second] = references as [string, string];
  expect(await read(answerTable(`${first},불능,,50000`))).toMatchObject({ returned: 1 });
  expect(await read(booked("DBIT", "B-1", ...references))).toEqual({ paid: 1, returned: 0, repeated: 0, left: [[first, "paid-though-returned"]] });
  expect(await read(answerTable(`${first},정상,,50000`))).toMatchObject({ left: [[first, "paid-though-returned"]] });
  expect(await read(booked("CRDT", "C-1", second))).toMatchObject({ returned: 1 });
  // Once more in a later file: known. Of another number: the bank paid twice.
  const again = Buffer.concat([booked("DBIT", "B-1", second), Buffer.from("\n")]);
  expect(await read(again)).toEqual({ paid: 0, returned: 0, repeated: 1, left: [] });
  expect(await read(booked("DBIT", "B-2", second))).toEqual({ paid: 0, returned: 0, repeated: 0, left: [[second, "paid-though-returned"]] });
});

it("a second debit of a payment that is paid is listed", async () => {
  const { references, read } = await sent();
  expect(await read(answerTable(...references.map((reference) => `${reference},정상,,50000`)))).toMatchObject({ paid: 2 });
  expect(await read(booked("DBIT", "B-1", ...references))).toMatchObject({ paid: 0, repeated: 2, left: [] });
  expect(await read(booked("DBIT", "B-2", references[0]!))).toMatchObject({ repeated: 0, left: [[references[0], "paid-twice"]] });
});
