import { randomUUID } from "node:crypto";
import { count, eq } from "drizzle-orm";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { claimIntakes } from "@/db/schema/claim-intakes";
import { claimDecisions, claims } from "@/db/schema/claims";
import { paymentBatches, payments } from "@/db/schema/payments";
import { moveQuietly, saveFiledSheet } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { takeOut } from "@/test/exports";
import { openQueued } from "@/test/lookups";
import { aClaimInReview, anApprovedClaim, answerTable, aPayingScene, approve, movedMoney, ourAccount, paymentMails } from "@/test/payments";
import { acceptAccount } from "../claims/accept-account";
import { confirmDecision } from "../claims/decisions/confirm-decision";
import { decideClaim } from "../claims/decisions/decide-claim";
import { countAccounts } from "../claims/queries/count-accounts";
import { listClaims } from "../claims/queries/list-claims";
import { payoutPlace, toClaim } from "../claims/queries/read-claim";
import { takeClaim } from "../claims/take-claim";
import { withTransaction } from "../kernel/transaction";
import { sealJson } from "../keys/sealed";
import { recountLedger } from "../ledger/recount-ledger";
import type { Programme } from "../programmes/types";
import { cancelBatch } from "./cancel-batch";
import { collectPayments } from "./collect-payments";
import { dropPayment } from "./drop-payment";
import { makeBankTable } from "./make-bank-table";
import { countDraftBatches, getBatch, getBankTable, listAnswers, listBankTables, listBatches, isAnythingToCollect } from "./queries";
import { recordAnswer } from "./record-answer";
import { releaseBatch } from "./release-batch";
import { bringBackBankTable, removeBankTable } from "./remove-bank-table";
import { saveBankTable } from "./save-bank-table";
import { savePayer } from "./save-payer";
import { tellPayments } from "./tell-payments";

const database = useDatabase();
const [collector, releaser] = [randomUUID(), randomUUID()];
const one = () => staffContext(database.parts, ["finance"], collector);
const other = () => staffContext(database.parts, ["finance"], releaser);
const PAY_ON = "2099-12-01";

const scene = (people: number, terms?: Parameters<typeof aPayingScene>[2]) => aPayingScene(database.parts, people, terms);
const collect = async (programme: Programme, most = "") => (await collectPayments(one(), { programmeId: programme.id, payOn: PAY_ON, most })).batchId;
const stateOf = async (claimId: string) => (await database.db.select({ state: claims.state }).from(claims).where(eq(claims.id, claimId)))[0]?.state;
/** Whose account waits to be accepted, and who has to give another, as finance finds and counts them. */
async function waiting(id: string) {
  const lists = await Promise.all((["new-account", "account-awaited"] as const).map(async (flag) => (await listClaims(one(), id, { flag })).claims.map(({ id }) => id)));
  expect(Object.values(await countAccounts(one(), { id, timeZone: "Asia/Seoul" }, 100))).toEqual(lists.map(({ length }) => length));
  return lists;
}
const money = (incidentId: string) => movedMoney(one(), incidentId);
const mails = (incidentId: string) => paymentMails(database.parts, incidentId);

describe("a batch", () => {
  it("goes from collecting to the bank's answer, and back again for an account that was wrong", async () => {
    const { incident, programme, subjects: [minji, jiho] } = await scene(2, { poolMinor: 100_000n });
    const [first, second] = [await anApprovedClaim(database.parts, minji!, programme), await anApprovedClaim(database.parts, jiho!, programme)];
    expect(await isAnythingToCollect(one(), programme)).toBe(true);
    const batchId = await collect(programme);
    expect(await isAnythingToCollect(one(), programme)).toBe(false);
    await expect(collect(programme)).rejects.toMatchObject({ reason: "nothing-to-collect" });
    await expect(collectPayments(one(), { programmeId: programme.id, payOn: "2026-11-01", most: "" })).rejects.toMatchObject({ fields: { payOn: ["pay-on-past"] } });
    await expect(releaseBatch(one(), { batchId })).rejects.toMatchObject({ reason: "batch-own" });
    const exporting = { kind: "payments", objectId: batchId, format: "kr-transfer" } as const;
    await expect(takeOut(one(), exporting)).rejects.toMatchObject({ reason: "batch-not-released" });
    await releaseBatch(other(), { batchId });
    await expect(releaseBatch(other(), { batchId })).rejects.toMatchObject({ reason: "batch-not-draft" });
    expect(await money(incident.id)).toEqual([0, 100_000, 0, 0]);
    await expect(takeOut(one(), exporting)).rejects.toMatchObject({ reason: "payer-missing" });
    await savePayer(one(), { programmeId: programme.id, ...ourAccount });
    await expect(takeOut(one(), { ...exporting, reason: "no" })).rejects.toMatchObject({ fields: { reason: ["reason-too-short"] } });
    const { bytes } = await takeOut(one(), exporting);
    expect(bytes.toString()).toContain(`090,카카오뱅크,3333012345678,50000,김민지,하늘몰 개인정보보호센터,${first.reference}-1`);
    const answer = answerTable(`${first.reference}-1,정상,,50000`, `${second.reference}-1,불능,예금주 불일치,50000`, "C-2222-2222-1,정상,,1", `${first.reference}-1,정상,,50000`);
    expect(await recordAnswer(one(), incident.id, answer)).toEqual({ paid: 1, returned: 1, repeated: 1, pending: 0, unknown: [{ line: 4, reference: "C-2222-2222-1", why: "no-such-payment" }], before: false });
    expect(await recordAnswer(other(), incident.id, answer)).toMatchObject({ paid: 0, returned: 0, before: true });
    await expect(takeOut(one(), exporting)).rejects.toMatchObject({ reason: "batch-answered" });
    expect(await money(incident.id)).toEqual([0, 0, 50_000, 50_000]);
    expect([await stateOf(first.id), await stateOf(second.id)]).toEqual(["paid", "returned"]);
    expect((await listBatches(one(), incident.id)).map(({ state, payments: count, cashMinor }) => [state, count, cashMinor])).toEqual([["settled", 2, 100_000n]]);
    expect(await listAnswers(one(), incident.id)).toMatchObject([{ format: "csv", paid: 1, returned: 1, repeated: 1, unknown: [{ line: 4 }] }]);
    await tellPayments(systemContext(database.parts), batchId);
    await tellPayments(systemContext(database.parts), batchId);
    const told = await mails(incident.id);
    expect(told.map(({ purpose }) => purpose).sort()).toEqual(["claim-payment-paid", "claim-payment-returned"]);
    expect(told.find(({ purpose }) => purpose === "claim-payment-returned")?.text).toContain("다른 계좌를 알려 주시거나");
    // Another account, seen by an agent, and it can be collected again, under a reference of its own.
    expect(await waiting(incident.id)).toEqual([[], [second.id]]);
    await database.db.update(claims).set({ payoutVersion: 2 }).where(eq(claims.id, second.id));
    expect(await waiting(incident.id)).toEqual([[second.id], []]);
    const [row] = await database.db.select().from(claims).where(eq(claims.id, second.id));
    await withTransaction(database.parts, (tx) => moveQuietly(tx, one(), toClaim(row!), "approved", { approvedPayoutVersion: 2 }));
    expect(await waiting(incident.id)).toEqual([[], []]);
    const again = await collect(programme);
    expect((await getBatch(one(), again)).list.map(({ reference }) => reference)).toEqual([`${second.reference}-2`]);
    await releaseBatch(other(), { batchId: again });
    await recordAnswer(one(), incident.id, answerTable(`${second.reference}-2,정상,,`));
    expect(await money(incident.id)).toEqual([0, 0, 100_000, 0]);
    expect(await recountLedger(systemContext(database.parts))).toBe(0n);
    const acts = await database.db.select({ action: auditEvents.action }).from(auditEvents).where(eq(auditEvents.incidentId, incident.id));
    for (const action of ["payments.collect", "payments.release", "payments.save-payer", "payments.export", "payments.read-answer"]) expect(acts.map((act) => act.action)).toContain(action);
  });

  it("is taken out as its bank's own table, and read again by what that calls the reference", async () => {
    const { incident, programme, subjects: [minji] } = await scene(1);
    const claim = await anApprovedClaim(database.parts, minji!, programme);
    await savePayer(one(), { programmeId: programme.id, ...ourAccount });
    const batchId = await collect(programme);
    await releaseBatch(other(), { batchId });
    await expect(makeBankTable(one(), { name: " ", headings: "" })).rejects.toMatchObject({ fields: { name: ["required"], headings: ["required"] } });
    await expect(makeBankTable(staffContext(database.parts, ["approver"]), { name: "신한", headings: "금액" })).rejects.toMatchObject({ reason: "forbidden" });
    const { tableId } = await makeBankTable(one(), { name: "신한 대량이체", headings: "입금은행\t입금계좌번호\t입금액\t메모\t받는분 통장표시" });
    await expect(makeBankTable(one(), { name: "신한 대량이체", headings: "금액" })).rejects.toMatchObject({ fields: { name: ["bank-table-name-taken"] } });
    const exporting = { kind: "payments", objectId: batchId, format: `bank-table:${tableId}` } as const;
    // Nothing in it says which payment is meant: it is not offered, and not taken.
    await expect(takeOut(one(), exporting)).rejects.toMatchObject({ reason: "bank-table-not-ready" });
    const said = { tableId, name: "신한 대량이체", encoding: "cp949", hasHeading: "yes", statementMost: "4", "column-0": "bank-code", "column-1": "account", "column-2": "amount", "column-3": "empty", "column-4": "statement" };
    await expect(saveBankTable(one(), said)).rejects.toMatchObject({ fields: { "column-0": ["bank-table-without-reference"] } });
    await expect(saveBankTable(one(), { ...said, "column-3": "reference", "column-4": "amount" })).rejects.toMatchObject({ fields: { "column-0": ["bank-table-doubled"] } });
    await expect(saveBankTable(one(), { ...said, statementMost: "0", "column-3": "reference" })).rejects.toMatchObject({ fields: { statementMost: ["number"] } });
    await saveBankTable(one(), { ...said, "column-3": "reference" });
    expect(await getBankTable(one(), tableId)).toMatchObject({ encoding: "cp949", statementMost: 4, columns: [{ heading: "입금은행", holds: "bank-code" }, {}, {}, { heading: "메모", holds: "reference" }, {}] });
    const { bytes, contentType, exportId, fileName } = await takeOut(one(), exporting);
    expect(fileName).toContain(exportId);
    const text = iconv.decode(bytes, "cp949");
    expect([contentType, text]).toEqual(["text/csv; charset=windows-949", `입금은행,입금계좌번호,입금액,메모,받는분 통장표시\r\n090,3333012345678,50000,${claim.reference}-1,하늘몰 \r\n`]);
    expect((await getBatch(one(), batchId)).exports).toMatchObject([{ format: "bank-table", table: "신한 대량이체", payments: 1 }]);
    await removeBankTable(one(), { tableId });
    await expect(takeOut(one(), exporting)).rejects.toMatchObject({ reason: "bank-table-not-ready" });
    expect((await listBankTables(one())).at(-1)?.removedAt).not.toBeNull();
    await bringBackBankTable(one(), { tableId });
    const answer = iconv.encode(text.replace("통장표시", "통장표시,처리결과").replace(/\r\n$/, ",정상\r\n"), "cp949");
    expect(await recordAnswer(one(), incident.id, answer)).toMatchObject({ paid: 1, returned: 0, unknown: [] });
    expect(await stateOf(claim.id)).toBe("paid");
    const acts = await database.db.select({ action: auditEvents.action }).from(auditEvents).where(eq(auditEvents.objectId, tableId));
    expect(acts.map(({ action }) => action).sort()).toEqual(["payments.bring-back-bank-table", "payments.make-bank-table", "payments.remove-bank-table", "payments.save-bank-table"]);
  });

  it("can be given up, and a claim can be taken out of it, and both can be collected again", async () => {
    const { programme, subjects: [minji, jiho] } = await scene(2);
    const [first] = [await anApprovedClaim(database.parts, minji!, programme), await anApprovedClaim(database.parts, jiho!, programme)];
    const batchId = await collect(programme);
    const { list } = await getBatch(one(), batchId);
    await dropPayment(one(), { paymentId: list.find(({ claimId }) => claimId === first.id)!.id });
    expect((await getBatch(one(), batchId)).payments).toBe(1);
    expect(await countDraftBatches(one(), programme.incidentId)).toBe(1);
    await cancelBatch(one(), { batchId });
    await expect(cancelBatch(one(), { batchId })).rejects.toMatchObject({ reason: "batch-not-draft" });
    await expect(releaseBatch(other(), { batchId })).rejects.toMatchObject({ reason: "batch-not-draft" });
    expect((await getBatch(one(), await collect(programme))).payments).toBe(2);
  });

  it("is refused by the database for a claim that is not approved, twice, or to another account or amount", async () => {
    const { incident, programme, subjects: [minji, jiho] } = await scene(2);
    const claim = await anApprovedClaim(database.parts, minji!, programme);
    const undecided = await aClaimInReview(database.parts, jiho!, programme);
    const [batch] = await database.db.insert(paymentBatches).values({ incidentId: incident.id, programmeId: programme.id, number: 1, currency: "KRW", payOn: PAY_ON, createdBy: collector }).returning();
    const values = { batchId: batch!.id, claimId: claim.id, reference: "C-1", cashMinor: 50_000n, codesMinor: 0n, payoutVersion: 1, sealedAccount: Buffer.from("x") };
    const insert = (change: Partial<typeof values>) => database.db.insert(payments).values({ ...values, ...change });
    for (const change of [{ claimId: undecided.id }, { cashMinor: 50_001n }, { cashMinor: 49_999n }, { payoutVersion: 2 }]) await expect(insert(change)).rejects.toMatchObject({ cause: { constraint: "payments_as_approved" } });
    await insert({});
    await expect(insert({ reference: "C-2" })).rejects.toMatchObject({ cause: { constraint: "payments_one_living" } });
    await expect(database.db.update(payments).set({ cashMinor: 1n })).rejects.toMatchObject({ cause: { constraint: "payments_as_approved" } });
    await expect(database.db.update(payments).set({ state: "released" })).rejects.toMatchObject({ cause: { constraint: "payments_edges" } });
    await expect(database.db.update(payments).set({ state: "paid" })).rejects.toMatchObject({ cause: { constraint: "payments_edges" } });
    await expect(database.db.delete(payments)).rejects.toMatchObject({ cause: { constraint: "payments_kept" } });
    await expect(database.db.update(paymentBatches).set({ state: "released", releasedBy: collector, releasedAt: new Date() }).where(eq(paymentBatches.id, batch!.id))).rejects.toMatchObject({ cause: { constraint: "payment_batches_two_people" } });
    await expect(database.db.update(paymentBatches).set({ state: "released" }).where(eq(paymentBatches.id, batch!.id))).rejects.toMatchObject({ cause: { code: "23514" } });
    await expect(database.db.update(paymentBatches).set({ createdBy: randomUUID() }).where(eq(paymentBatches.id, batch!.id))).rejects.toMatchObject({ cause: { constraint: "payment_batches_edges" } });
  });

  it("is not released by whoever proposed a decision that somebody else made", async () => {
    const { incident, programme, subjects: [minji] } = await scene(1);
    const claim = await anApprovedClaim(database.parts, minji!, programme);
    const decision = { claimId: claim.id, number: 1, incidentId: incident.id, stage: "first", state: "final", sealedSheet: Buffer.from("x"), editedBy: releaser, outcome: "approved", amountMinor: 50_000n, needsSecond: true, proposedBy: releaser, proposedAt: new Date(), decidedBy: randomUUID(), decidedAt: new Date() } as const;
    await database.db.insert(claimDecisions).values(decision);
    const batchId = await collect(programme);
    await expect(releaseBatch(other(), { batchId })).rejects.toMatchObject({ reason: "payment-decided-yourself" });
    await releaseBatch(staffContext(database.parts, ["finance"]), { batchId });
    expect(await countDraftBatches(one(), incident.id)).toBe(0);
  });

  it("is not released to an account that was changed after approval, nor by whoever decided a claim of it", async () => {
    const { incident, programme, subjects: [minji, jiho] } = await scene(2);
    const decided = await approve(database.parts, (await aClaimInReview(database.parts, minji!, programme)).id, releaser);
    const batchId = await collect(programme);
    await expect(releaseBatch(other(), { batchId })).rejects.toMatchObject({ reason: "payment-decided-yourself" });
    const third = staffContext(database.parts, ["finance"]);
    await database.db.update(claims).set({ payoutVersion: 2 }).where(eq(claims.id, decided.id));
    await expect(releaseBatch(third, { batchId })).rejects.toMatchObject({ reason: "payments-changed" });
    expect((await getBatch(one(), batchId)).list).toMatchObject([{ changed: true }]);
    await cancelBatch(one(), { batchId });
    // Approved for the account before: it waits until somebody has seen the new one.
    expect(await isAnythingToCollect(one(), programme)).toBe(false);
    expect(await waiting(incident.id)).toEqual([[decided.id], []]);
    await anApprovedClaim(database.parts, jiho!, programme);
    expect((await getBatch(one(), await collect(programme))).list.map(({ claimId }) => claimId)).not.toContain(decided.id);
  });
});

it("a file that is made again has in it what the bank has not answered yet, under the name that it had, and one debit for it pays that", async () => {
  const { incident, programme, subjects } = await scene(3);
  for (const subject of subjects) await anApprovedClaim(database.parts, subject, programme);
  await savePayer(one(), { programmeId: programme.id, ...ourAccount });
  const batchId = await collect(programme);
  await releaseBatch(other(), { batchId });
  const taken = async () => (await takeOut(one(), { kind: "payments", objectId: batchId, format: "pain.001" })).bytes.toString();
  const whole = await taken();
  const [first, second, third] = (await getBatch(one(), batchId)).list.map(({ reference }) => reference);
  await recordAnswer(one(), incident.id, answerTable(`${first!},정상,,50000`, `${second!},불능,해지,50000`));
  const rest = await taken();
  const named = (xml: string) => /<MsgId>([^<]+)/.exec(xml)?.[1];
  expect([named(rest), rest.match(/<EndToEndId>[^<]+/g), /<NbOfTxs>(\d+)/.exec(rest)?.[1], /<CtrlSum>(\d+)/.exec(rest)?.[1]]).toEqual([named(whole), [`<EndToEndId>${third!}`], "1", "50000"]);
  const statement = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Ntry><Amt Ccy="KRW">50000</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><Btch><MsgId>${named(rest)!}</MsgId></Btch></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>`;
  expect(await recordAnswer(one(), incident.id, Buffer.from(statement))).toMatchObject({ paid: 1, returned: 0, unknown: [] });
  expect((await getBatch(one(), batchId)).state).toBe("settled");
});

it("a claim whose account is gone waits for nobody, is not let be paid once more, and keeps nobody else from being paid", async () => {
  const { incident, programme, subjects: [minji, jiho] } = await scene(2);
  const [gone, later] = [await anApprovedClaim(database.parts, minji!, programme), await anApprovedClaim(database.parts, jiho!, programme)];
  const batchId = await collect(programme, "1");
  await releaseBatch(other(), { batchId });
  await recordAnswer(one(), incident.id, answerTable(`${gone.reference}-1,불능,해지,50000`));
  expect(await waiting(incident.id)).toEqual([[], [gone.id]]);
  const row = async () => (await database.db.select().from(claims).where(eq(claims.id, gone.id)))[0]!;
  const [{ endedAt }, accept] = [await row(), () => acceptAccount(staffContext(database.parts, ["support"]), { claimId: gone.id, payoutVersion: "1" })];
  // As when the time of keeping accounts has ended.
  await database.db.update(claims).set({ sealedPayout: null }).where(eq(claims.id, gone.id));
  expect(await waiting(incident.id)).toEqual([[], []]);
  await expect(accept()).rejects.toMatchObject({ reason: "account-gone" });
  // As when its claimant was erased, and its account is still kept for the money.
  await database.db.update(claims).set({ sealedAnswers: null, sealedDecision: null, erasedAt: new Date() }).where(eq(claims.id, gone.id));
  await expect(accept()).rejects.toMatchObject({ reason: "account-gone" });
  await database.db.update(claims).set({ flags: 0 }).where(eq(claims.id, gone.id));
  expect(await row()).toMatchObject({ state: "returned", endedAt });
  // Let be paid once more before this was refused.
  await withTransaction(database.parts, async (tx) => moveQuietly(tx, one(), toClaim(await row()), "approved", { approvedPayoutVersion: 1 }));
  expect((await getBatch(one(), await collect(programme))).list.map(({ claimId }) => claimId)).toEqual([later.id]);
  expect(await isAnythingToCollect(one(), programme)).toBe(false);
});

it("what goes to the bank is the account that was approved, also where it is changed after the release", async () => {
  const { incident, programme, subjects: [minji] } = await scene(1);
  const claim = await anApprovedClaim(database.parts, minji!, programme);
  await savePayer(one(), { programmeId: programme.id, kind: "iban", iban: "DE89 3704 0044 0532 0130 00", bic: "cobadeffxxx", holder: "Haneul Mall" });
  const batchId = await collect(programme);
  await releaseBatch(other(), { batchId });
  const sealedPayout = await sealJson(database.parts.keys, payoutPlace({ id: claim.id, incidentId: incident.id }), { kind: "kr-account", bank: "004", account: "99999999999", holder: "누군가" });
  await database.db.update(claims).set({ payoutVersion: 2, sealedPayout }).where(eq(claims.id, claim.id));
  const exported = (await takeOut(one(), { kind: "payments", objectId: batchId, format: "pain.001" })).bytes.toString();
  expect(exported).toMatch(/^<\?xml [^>]*\?>\n<!-- Taken out by [^<>]* -->\n<Document /);
  expect(exported).toContain("<Id>3333012345678</Id>");
  expect(exported).toContain("<BICFI>COBADEFFXXX</BICFI>");
  expect(exported).not.toContain("99999999999");
});

describe("the database lets", () => {
  const walks: Record<string, string[]> = { draft: [], released: ["released"], paid: ["released", "paid"], returned: ["released", "returned"], cancelled: ["cancelled"] };
  const edges = ["draft released", "draft cancelled", "released paid", "released returned", "paid returned"];
  const batchWalks: Record<string, string[]> = { draft: [], released: ["released"], settled: ["released", "settled"], cancelled: ["cancelled"] };
  const batchEdges = ["draft released", "draft cancelled", "released settled"];

  it("payments and batches go along their edges and nowhere else", async () => {
    const { programme, subjects: [minji] } = await scene(1);
    await anApprovedClaim(database.parts, minji!, programme);
    const batchId = await collect(programme);
    const client = await database.db.$client.connect();
    const tried = async (prepare: string[], act: string) => {
      await client.query("begin");
      try {
        for (const text of prepare) await client.query(text);
        return await client.query(act).then(() => null, (error: unknown) => (error as { constraint?: string }).constraint ?? String(error));
      } finally {
        await client.query("rollback");
      }
    };
    const batchTo = (state: string) => `update payment_batches set state = '${state}'${state === "released" ? `, released_by = '${releaser}', released_at = now()` : ""} where id = '${batchId}'`;
    const paymentTo = (state: string) => `update payments set state = '${state}' where batch_id = '${batchId}'`;
    try {
      for (const [from, steps] of Object.entries(walks)) {
        const released = from === "cancelled" || from === "draft" ? [] : [batchTo("released")];
        for (const to of Object.keys(walks).filter((state) => state !== from)) {
          const prepare = [...released, ...(from === "draft" && to === "released" ? [batchTo("released")] : []), ...steps.map(paymentTo)];
          expect([from, to, await tried(prepare, paymentTo(to))]).toEqual([from, to, edges.includes(`${from} ${to}`) ? null : "payments_edges"]);
        }
      }
      for (const [from, steps] of Object.entries(batchWalks)) {
        for (const to of Object.keys(batchWalks).filter((state) => state !== from)) {
          expect([from, to, await tried(steps.map(batchTo), batchTo(to))]).toEqual([from, to, batchEdges.includes(`${from} ${to}`) ? null : "payment_batches_edges"]);
        }
      }
    } finally {
      client.release();
    }
  });
});

// On a machine that much else works on it takes half a minute; how long is no promise.
it("a hundred decisions and releases at once never go over the pool", { timeout: 120_000 }, async () => {
  const { incident, programme, subjects } = await scene(60, { poolMinor: 1_000_000n });
  const [agent, second] = [staffContext(database.parts, ["support"]), staffContext(database.parts, ["support"])];
  const judged: { claimId: string; edit: number; seen: number }[] = [];
  for (const subject of subjects) {
    const { id: claimId } = await aClaimInReview(database.parts, subject, programme);
    await takeClaim(agent, { claimId });
    judged.push({ claimId, edit: await saveFiledSheet(agent, claimId, "yes"), seen: 0 });
  }
  for (const sheet of judged.slice(0, 15)) await decideClaim(agent, sheet);
  // Ten that the agent typed from paper are proposed, and somebody else makes them.
  const proposed = judged.slice(50);
  for (const sheet of proposed) {
    await database.db.insert(claimIntakes).values({ claimId: sheet.claimId, way: "paper", postmarkedOn: "2026-01-05", enteredBy: agent.actor.staffId, sealedSigner: Buffer.from("x") });
    expect(await decideClaim(agent, sheet)).toMatchObject({ proposed: true });
  }
  const batches = [];
  for (let i = 0; i < 5; i++) batches.push(await collect(programme, "3"));
  const acts = [
    ...judged.slice(15, 50).map((sheet) => () => decideClaim(agent, sheet)),
    ...proposed.map((sheet) => () => confirmDecision(second, sheet)),
    // Each batch is released eleven times.
    ...batches.flatMap((batchId) => Array.from({ length: 11 }, () => () => releaseBatch(other(), { batchId }))),
  ].sort(() => Math.random() - 0.5);
  expect(acts).toHaveLength(100);
  const outcomes = await Promise.allSettled(acts.map((act) => act()));
  const reasons = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [(outcome.reason as { reason?: string }).reason] : []));
  // Five more approvals fit, five releases are the first of theirs; every other one was told why.
  expect(reasons.filter((reason) => reason === "over-budget")).toHaveLength(40);
  expect(reasons.filter((reason) => reason === "batch-not-draft")).toHaveLength(50);
  expect(reasons).toHaveLength(90);
  expect(await money(incident.id)).toEqual([250_000, 750_000, 0, 0]);
  // What was refused left nothing behind: its sheet waits as it was, and no letter says otherwise.
  const states = await database.db.select({ state: claimDecisions.state, decisions: count() }).from(claimDecisions).where(eq(claimDecisions.incidentId, incident.id)).groupBy(claimDecisions.state);
  expect(states.filter(({ state }) => state === "final")).toEqual([{ state: "final", decisions: 20 }]);
  expect((await openQueued(database.parts, incident.id)).filter(({ purpose }) => purpose === "claim-approved")).toHaveLength(20);
  expect(await recountLedger(systemContext(database.parts))).toBe(0n);
});
