import { randomUUID } from "node:crypto";
import { and, asc, eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, auditSubjects } from "@/db/schema/audit";
import { claims } from "@/db/schema/claims";
import { paymentBatches, payments } from "@/db/schema/payments";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { takeOut } from "@/test/exports";
import { insertManyClaims } from "@/test/many-claims";
import { anApprovedClaim, aPayingScene, ourAccount } from "@/test/payments";
import { sealJson } from "../../keys/sealed";
import { collectPayments } from "../collect-payments";
import { dropPayment } from "../drop-payment";
import { BATCH_MOST } from "../input";
import { makeBankTable } from "../make-bank-table";
import { getBatch } from "../queries";
import { accountPlace } from "../read-payments";
import { releaseBatch } from "../release-batch";
import { removeBankTable } from "../remove-bank-table";
import { saveBankTable } from "../save-bank-table";
import { savePayer } from "../save-payer";

const database = useDatabase();
const collector = randomUUID();
const one = () => staffContext(database.parts, ["finance"], collector);
/** The events about a batch that are looks, as how many each showed and tried, and whose records it names. */
async function looksOf(batchId: string) {
  const events = await database.db.select({ id: auditEvents.id, details: auditEvents.details }).from(auditEvents).where(and(eq(auditEvents.objectId, batchId), eq(auditEvents.action, "payments.read-batch"))).orderBy(asc(auditEvents.id));
  return Promise.all(events.map(async ({ id, details }) => ({ shown: details.payments, tried: details.tried, named: await database.db.$count(auditSubjects, eq(auditSubjects.eventId, id)) })));
}

/** A ready table of a bank, in its letters. */
async function aBankTable(name: string, headings: string, encoding: "cp949" | "utf-8" = "cp949"): Promise<string> {
  const { tableId } = await makeBankTable(one(), { name, headings });
  await write(tableId, name, encoding, headings.split(",").length);
  return tableId;
}
const HOLDS = ["bank-code", "account", "amount", "reference", "holder"];
const write = (tableId: string, name: string, encoding: string, columns: number) => saveBankTable(one(), { tableId, name, encoding, hasHeading: "yes", statementMost: "7", ...Object.fromEntries(HOLDS.slice(0, columns).map((holds, at) => [`column-${at}`, holds])) });

it("says of a draft which payments each form cannot carry, and why, as the form itself refuses them after the release", async () => {
  const { programme, subjects: [minji, jiho, sora] } = await aPayingScene(database.parts, 3, { accounts: ["kr-account", "iban"] });
  const plain = await anApprovedClaim(database.parts, minji!, programme);
  const rare = await anApprovedClaim(database.parts, jiho!, programme, "cash", { kind: "kr-account", bank: "090", account: "3333012345678", holder: "Žofie 김" });
  const abroad = await anApprovedClaim(database.parts, sora!, programme, "cash", { kind: "iban", iban: "DE89370400440532013000", holder: "Ada Lovelace" });
  const tableId = await aBankTable("가 은행", "은행,계좌,금액,관리번호,예금주");
  await aBankTable("나 은행", "은행,계좌,금액,관리번호");
  await aBankTable("다 은행", "은행,계좌,금액,관리번호,예금주", "utf-8");
  await makeBankTable(one(), { name: "라 은행", headings: "금액" });
  await removeBankTable(one(), { tableId: await aBankTable("마 은행", "은행,계좌,금액,관리번호,예금주") });
  const { batchId } = await collectPayments(one(), { programmeId: programme.id, payOn: "2099-12-01", most: "" });

  const { forms, list } = await getBatch(one(), batchId);
  expect(forms.map(({ format, table, misfits }) => [format, table, misfits])).toEqual([["bank-table", "가 은행", 2], ["bank-table", "나 은행", 1], ["bank-table", "다 은행", 1], ["kr-transfer", null, 1], ["pain.001", null, 0]]);
  const found = new Map(list.map(({ claimId, misfits }) => [claimId, misfits]));
  const kind = { why: "format-not-for-accounts", column: null };
  expect(found.get(plain.id)).toEqual([]);
  expect(found.get(rare.id)).toEqual([{ format: "bank-table", table: "가 은행", why: "bank-table-letters", column: "예금주" }]);
  expect(found.get(abroad.id)).toEqual([...["가 은행", "나 은행", "다 은행"].map((table) => ({ format: "bank-table", table, ...kind })), { format: "kr-transfer", table: null, ...kind }]);
  expect(list.at(-1)?.claimId).toBe(plain.id);
  // One event for the look, whose accounts were tried without being shown as well; whose record it was is told of those who are shown.
  expect(await looksOf(batchId)).toEqual([{ shown: 3, tried: 3, named: 3 }]);
  expect(JSON.stringify([forms, list.map((row) => ({ ...row, cashMinor: 0, codesMinor: 0 }))])).not.toMatch(/Žofie|Lovelace|3333012345678|DE89/);

  // What is left goes out in every form once both are taken out, and the one alone as soon as the table is written otherwise.
  await dropPayment(one(), { paymentId: list.find(({ claimId }) => claimId === abroad.id)!.id });
  expect((await getBatch(one(), batchId)).forms.map(({ misfits }) => misfits)).toEqual([1, 0, 0, 0, 0]);
  await write(tableId, "가 은행", "utf-8", 5);
  expect((await getBatch(one(), batchId)).forms.map(({ misfits }) => misfits)).toEqual([0, 0, 0, 0, 0]);
  await write(tableId, "가 은행", "cp949", 5);
  await savePayer(one(), { programmeId: programme.id, ...ourAccount });
  await releaseBatch(staffContext(database.parts, ["finance"]), { batchId });
  const released = await getBatch(one(), batchId);
  expect([released.forms, released.list.flatMap(({ misfits }) => misfits), (await looksOf(batchId)).at(-1)]).toEqual([[], [], { shown: 2, named: 2 }]);
  await expect(takeOut(one(), { kind: "payments", objectId: batchId, format: `bank-table:${tableId}` })).rejects.toMatchObject({ reason: "bank-table-letters", values: { reference: `${rare.reference ?? ""}-1` } });
});

it("names no form that is for none of a draft's accounts, and none where no money goes to one", async () => {
  const { programme, subjects: [minji] } = await aPayingScene(database.parts, 1, { accounts: ["iban"] });
  await anApprovedClaim(database.parts, minji!, programme, "cash", { kind: "iban", iban: "DE89370400440532013000", holder: "Ada Lovelace" });
  const { batchId } = await collectPayments(one(), { programmeId: programme.id, payOn: "2099-12-01", most: "" });
  expect((await getBatch(one(), batchId)).forms).toEqual([{ format: "pain.001", table: null, tableId: null, misfits: 0 }]);
  const codes = await aPayingScene(database.parts, 1);
  await anApprovedClaim(database.parts, codes.subjects[0]!, codes.programme, "vouchers");
  const byCodes = await collectPayments(one(), { programmeId: codes.programme.id, payOn: "2099-12-01", most: "" });
  expect((await getBatch(one(), byCodes.batchId)).forms).toEqual([]);
  expect(await looksOf(byCodes.batchId)).toEqual([{ shown: 1, named: 1 }]);
});

it("finds them among as many payments as a batch may have, and shows them first", async () => {
  const { incident, programme } = await aPayingScene(database.parts, 1);
  await insertManyClaims(database.db, { incidentId: incident.id, programmeId: programme.id, rows: BATCH_MOST, staffIds: [randomUUID()] });
  const people = await database.db.select({ id: claims.id, reference: claims.reference }).from(claims).where(eq(claims.programmeId, programme.id)).orderBy(claims.reference);
  const [batchId, last] = [randomUUID(), people.slice(-3)];
  const rows = await Promise.all(
    people.map(async (claim) => {
      const id = randomUUID();
      const account = { kind: "kr-account", bank: "090", account: "3333012345678", holder: last.includes(claim) ? "김😀" : "김민지" };
      return { id, batchId, claimId: claim.id, reference: `${claim.reference ?? ""}-1`, cashMinor: 1_000n, codesMinor: 0n, payoutVersion: 1, sealedAccount: await sealJson(database.parts.keys, accountPlace(id, incident.id), account) };
    }),
  );
  await database.db.transaction(async (tx) => {
    // What was approved is not asked for here.
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.insert(paymentBatches).values({ id: batchId, incidentId: incident.id, programmeId: programme.id, number: 1, currency: "KRW", payOn: "2099-12-01", createdBy: collector });
    await tx.insert(payments).values(rows);
  });
  await aBankTable("바 은행", "은행,계좌,금액,관리번호,예금주");
  const { forms, list } = await getBatch(one(), batchId);
  expect(forms.find(({ table }) => table === "바 은행")?.misfits).toBe(3);
  expect(list.slice(0, 4).map(({ reference, misfits }) => [reference, misfits.length > 0])).toEqual([...last.map(({ reference }) => [`${reference ?? ""}-1`, true]), [`${people[0]?.reference ?? ""}-1`, false]]);
  expect(await looksOf(batchId)).toEqual([{ shown: list.length, tried: BATCH_MOST, named: list.length }]);
});
