import { randomUUID } from "node:crypto";
import { and, eq, inArray, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { claimTraces } from "@/db/schema/claim-risk";
import { claimBenefits, claimEvents, claimHours, claims } from "@/db/schema/claims";
import { aDraftClaim, aFiledClaim, aFiledLossClaim, aProgramme, decideFiled, lossTerms } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject, openQueued } from "@/test/lookups";
import { listProgrammeMoney } from "../../ledger/queries";
import { POSTAL_DAYS } from "../paper/rules";
import { recountLedger } from "../../ledger/recount-ledger";
import { collectPayments } from "../../payments/collect-payments";
import { getBatch } from "../../payments/queries";
import { recordAnswer } from "../../payments/record-answer";
import { releaseBatch } from "../../payments/release-batch";
import { sharePool } from "../../payments/share-pool";
import { chooseBenefits } from "../answers/choose-benefits";
import { saveAccount } from "../answers/save-account";
import { appealClaim } from "../appeal-claim";
import { changeAccount } from "../change-account";
import { confirmDecision } from "../decisions/confirm-decision";
import { assignClaim } from "../desk/assign-claim";
import { fileClaim } from "../file-claim";
import { getOwnClaim, listOwnClaims } from "../own-claim";
import { countClaims } from "../queries/list-claims";
import { getClaim } from "../queries/get-claim";
import { listTakeUp } from "../queries/take-up";
import { forgetTraces } from "../risk/forget-traces";
import { takeClaim } from "../take-claim";

const database = useDatabase();
const DAY = 86_400_000;
const account = { kind: "kr-account", bank: "088", account: "110123456789", holder: "김민지" };
const TEXT = "두 번째 영수증도 같은 카드의 것입니다.";
const WHY = "영수증에는 30,000원만 적혀 있습니다.";
const inDays = <C extends { clock: { now: () => Date } }>(ctx: C, days: number): C => ({ ...ctx, clock: { now: () => new Date(Date.now() + days * DAY) } });

/** Losses of 80,000 and 40,000 won and 40 minutes, taken by an agent. */
async function aTakenClaim(terms: Parameters<typeof aProgramme>[2] = {}, email = "minji@example.com") {
  const incident = await aPublishedIncident(database.parts, `ref,email,confirmed\na,${email},names;access-codes`);
  const programme = await aProgramme(database.parts, incident, { ...lossTerms, ...terms });
  const subject = await aSubject(database.parts, incident, email);
  const [agent, other, third] = [staffContext(database.parts, ["support"]), staffContext(database.parts, ["support"]), staffContext(database.parts, ["support"])];
  const claim = await aFiledLossClaim(subject, programme, ["80000", "40000"], account);
  await takeClaim(agent, { claimId: claim.id });
  const { answers } = await getClaim(agent, claim.id);
  const [first, second] = answers.losses;
  if (!first || !second) throw new Error("two losses were claimed");
  return { incident, programme, subject, agent, other, third, claim, first, second, inPart: { [`met.loss.loss-proven.${second.id}`]: "no", [`amount.${first.id}`]: "30000" } };
}

/** The same, of whose losses 30,000 won were granted, and of the time all. */
async function aReducedClaim(terms?: Parameters<typeof aProgramme>[2], email?: string) {
  const all = await aTakenClaim(terms, email);
  return { ...all, decided: await decideFiled(all.agent, all.claim.id, "yes", WHY, all.inPart) };
}
const rowOf = async (claimId: string) => (await database.db.select().from(claims).where(eq(claims.id, claimId)))[0]!;
const letters = async (incidentId: string) => (await openQueued(database.parts, incidentId)).filter(({ purpose }) => purpose.startsWith("claim-"));
const money = async (incidentId: string) => {
  const [one] = await listProgrammeMoney(staffContext(database.parts, ["finance"]), incidentId);
  if (!one) throw new Error("no money");
  const { availableMinor, reservedMinor, approvedMinor, inPaymentMinor, paidMinor, returnedMinor, poolMinor } = one;
  expect(availableMinor + reservedMinor + approvedMinor + inPaymentMinor + paidMinor + returnedMinor).toBe(poolMinor ?? 0n);
  return [availableMinor, reservedMinor, approvedMinor, inPaymentMinor, paidMinor].map(Number);
};

describe("a claim that is granted in part", () => {
  it("names in its decision and its letter until when the rest can be appealed, and how", async () => {
    const { incident, subject, claim } = await aReducedClaim();
    const { decision } = await getOwnClaim(subject, claim.reference!);
    expect(decision!.appealBy!.toISOString()).toMatch(/T14:59:59.000Z$/);
    expect(Math.round((decision!.appealBy!.getTime() - Date.now()) / DAY)).toBeGreaterThanOrEqual(30);
    const sent = (await letters(incident.id)).at(-1);
    expect(sent?.purpose).toBe("claim-approved");
    expect(sent?.content.text).toMatch(/30,000원[\s\S]*영수증에는[\s\S]*까지 재심사를 요청하실 수 있습니다[\s\S]*재심사와 상관없이 지급/);
  });

  it("has nothing to appeal where it got all that the terms pay, and says so", async () => {
    const { incident, subject, agent, claim } = await aTakenClaim();
    await decideFiled(agent, claim.id, "yes");
    expect(await getOwnClaim(subject, claim.reference!)).toMatchObject({ claim: { approvedMinor: 107_523n }, decision: { outcome: "approved", appealBy: null }, parts: { first: null, rest: null } });
    await expect(appealClaim(subject, { claimId: claim.id, text: TEXT })).rejects.toMatchObject({ reason: "claim-not-appealable" });
    expect((await letters(incident.id)).at(-1)?.content.text).toMatch(/약관에서 정한 최대 금액/);
  });

  it("is appealed once, however often it is sent, is no new filing, and sets aside what is asked for again", async () => {
    const { incident, programme, subject, claim } = await aReducedClaim({ poolMinor: 500_000n });
    const finance = staffContext(database.parts, ["finance"]);
    expect(await money(incident.id)).toEqual([462_477, 0, 37_523, 0, 0]);
    const [takeUp, hours] = [await listTakeUp(finance, programme.id, "Asia/Seoul"), await database.db.select({ filed: sql<number>`sum(${claimHours.filed})::int`, decided: sql<number>`sum(${claimHours.decided})::int` }).from(claimHours).where(eq(claimHours.incidentId, incident.id))];
    await expect(appealClaim(subject, { claimId: claim.id, text: "아니요" })).rejects.toMatchObject({ fields: { text: ["say-more"] } });
    const sent = await Promise.allSettled(Array.from({ length: 50 }, () => appealClaim(subject, { claimId: claim.id, text: TEXT })));
    const [made] = sent.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(sent.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of sent) if (one.status === "rejected") expect(one.reason).toMatchObject({ kind: "conflict", reason: "appealed-already" });
    expect(made).toMatchObject({ state: "appealed", restOf: claim.id, assignedTo: null, amountMinor: 70_000n, approvedMinor: null, payoutVersion: 1 });
    expect(await database.db.select({ benefit: claimBenefits.benefit, asked: claimBenefits.askedMinor, allowed: claimBenefits.allowedMinor }).from(claimBenefits).where(eq(claimBenefits.claimId, made!.id))).toEqual([{ benefit: "loss", asked: 90_000n, allowed: 70_000n }]);
    // What was granted goes its way.
    expect((await rowOf(claim.id)).state).toBe("approved");
    expect(await money(incident.id)).toEqual([392_477, 70_000, 37_523, 0, 0]);
    expect(await listTakeUp(finance, programme.id, "Asia/Seoul")).toEqual(takeUp);
    expect(await database.db.select({ filed: sql<number>`sum(${claimHours.filed})::int`, decided: sql<number>`sum(${claimHours.decided})::int` }).from(claimHours).where(eq(claimHours.incidentId, incident.id))).toEqual(hours);
    expect(await countClaims(finance, incident.id)).toMatchObject({ approved: 1, appealed: 1, denied: 0 });
    expect((await database.db.select().from(claimEvents).where(eq(claimEvents.claimId, made!.id))).map(({ fromState, toState }) => [fromState, toState])).toEqual([[null, "denied"], ["denied", "appealed"]]);
    expect((await listOwnClaims(subject, programme.id)).map(({ id, restOf }) => [id, restOf])).toEqual([[made!.id, claim.id], [claim.id, null]]);
    const [own, rest] = [await getOwnClaim(subject, claim.reference!), await getOwnClaim(subject, made!.reference!)];
    expect([own.parts.rest?.reference, rest.parts.first?.reference]).toEqual([made!.reference, claim.reference]);
    expect(rest).toMatchObject({ payout: { account: account.account }, answers: { benefits: ["loss"] }, messages: [{ text: TEXT }], decision: { outcome: "denied", lines: [{ benefit: "loss", amount: "30,000원" }], reason: WHY } });
    const told = (await letters(incident.id)).filter(({ purpose }) => purpose === "claim-appealed");
    expect(told).toHaveLength(1);
    expect(told[0]?.content.text).toContain(`신청 ${claim.reference!}에서 승인되지 않은 부분`);
    // One record has still one claim of its own, and the terms' exclusivity is as it was.
    await expect(aFiledClaim(subject, programme)).rejects.toMatchObject({ kind: "conflict" });
    expect((await database.db.select({ details: auditEvents.details }).from(auditEvents).where(and(eq(auditEvents.objectId, made!.id), eq(auditEvents.action, "claim.appeal")))).map(({ details }) => details)).toEqual([{ restOf: claim.id }]);
  });

  it("is not appealed after its last day", async () => {
    const { subject, claim } = await aReducedClaim();
    await expect(appealClaim(inDays(subject, 32), { claimId: claim.id, text: TEXT })).rejects.toMatchObject({ reason: "appeal-too-late" });
    expect(await appealClaim(inDays(subject, 29), { claimId: claim.id, text: TEXT })).toMatchObject({ state: "appealed" });
  });

  it("by an appeal against a denial has no second one", async () => {
    const { incident, subject, agent, other, claim, inPart } = await aTakenClaim();
    await decideFiled(agent, claim.id, "no", "유출과 관계를 확인할 수 없습니다.");
    await appealClaim(subject, { claimId: claim.id, text: TEXT });
    await takeClaim(other, { claimId: claim.id });
    await decideFiled(other, claim.id, "yes", WHY, inPart);
    expect((await letters(incident.id)).at(-1)?.content.text).toMatch(/재심사를 거친 저희의 최종 결정/);
    await expect(appealClaim(subject, { claimId: claim.id, text: TEXT })).rejects.toMatchObject({ reason: "claim-not-appealable" });
  });
});

describe("the rest of a claim", () => {
  it("is for somebody who neither proposed nor made the first decision, and over the limit together for two of those", async () => {
    const { subject, agent, other, third, claim, first, second, decided } = await aReducedClaim({ secondPersonAboveMinor: 35_000n });
    expect(decided).toMatchObject({ proposed: true });
    const open = async (id: string) => (await getClaim(agent, id)).decisions.find(({ state }) => state !== "final")!;
    await confirmDecision(other, { claimId: claim.id, edit: (await open(claim.id)).edit, seen: 0 });
    const { id: restId } = await appealClaim(subject, { claimId: claim.id, text: TEXT });
    const lead = staffContext(database.parts, ["lead"]);
    for (const one of [agent, other]) {
      await expect(takeClaim(one, { claimId: restId })).rejects.toMatchObject({ reason: "appeal-own-decision" });
      await expect(assignClaim(one, { claimId: restId, to: "me" })).rejects.toMatchObject({ reason: "appeal-own-decision" });
    }
    await takeClaim(third, { claimId: restId });
    // 20,000 more are under the limit by themselves, and over it with what was granted.
    expect(await decideFiled(third, restId, "yes", "명세서에 적힌 50,000원을 인정합니다.", { [`amount.${first.id}`]: "50000", [`met.loss.loss-proven.${second.id}`]: "no" })).toMatchObject({ proposed: true });
    const { edit } = await open(restId);
    for (const one of [agent, other]) await expect(confirmDecision(one, { claimId: restId, edit, seen: 1 })).rejects.toMatchObject({ reason: "appeal-own-decision" });
    await expect(confirmDecision(third, { claimId: restId, edit, seen: 1 })).rejects.toMatchObject({ reason: "second-person" });
    await expect(confirmDecision({ ...lead, actor: { ...lead.actor, proven: false } }, { claimId: restId, edit, seen: 1 })).rejects.toMatchObject({ reason: "stale-proof" });
    expect(await confirmDecision(lead, { claimId: restId, edit, seen: 1 })).toMatchObject({ state: "approved", approvedMinor: 20_000n });
  });

  it("is judged as the whole claim less what was granted, never less than nothing and never beyond the cap together", async () => {
    const { incident, subject, other, claim } = await aReducedClaim();
    const rest = await appealClaim(subject, { claimId: claim.id, text: TEXT });
    await takeClaim(other, { claimId: rest.id });
    expect((await getClaim(other, rest.id)).granted).toEqual(new Map([["loss", 30_000n], ["time", 7_523n]]));
    await decideFiled(other, rest.id, "yes");
    const after = await getOwnClaim(subject, rest.reference!);
    expect(after).toMatchObject({ claim: { state: "approved", approvedMinor: 70_000n, approvedPayoutVersion: 1 }, decision: { stage: "appeal", appealBy: null } });
    const sent = (await letters(incident.id)).at(-1)!;
    expect(sent.content.text).toMatch(new RegExp(`${claim.reference!}에서 이미 승인된 것에 더해[\\s\\S]*70,000원`));
    await expect(appealClaim(subject, { claimId: rest.id, text: TEXT })).rejects.toMatchObject({ reason: "claim-not-appealable" });
  });

  it("under a cap that benefits have together gets no more than it leaves", async () => {
    const { subject, other, claim } = await aReducedClaim({ jointCaps: [{ benefits: ["loss", "time"], capMinor: 60_000n }] });
    const rest = await appealClaim(subject, { claimId: claim.id, text: TEXT });
    expect(rest.amountMinor).toBe(22_477n);
    await takeClaim(other, { claimId: rest.id });
    await decideFiled(other, rest.id, "yes");
    const { rows } = await database.db.execute<{ minor: string }>(sql`select sum(approved_minor)::text as minor from claims where id in (${claim.id}, ${rest.id})`);
    expect(rows[0]?.minor).toBe("60000");
  });

  it("is denied finally, with nothing more to appeal, where the second look finds no more", async () => {
    const { subject, other, claim, first, second, programme } = await aReducedClaim({ poolMinor: 500_000n });
    const rest = await appealClaim(subject, { claimId: claim.id, text: TEXT });
    await takeClaim(other, { claimId: rest.id });
    await decideFiled(other, rest.id, "yes", "다시 살펴보아도 25,000원입니다.", { [`amount.${first.id}`]: "25000", [`met.loss.loss-proven.${second.id}`]: "no" });
    expect(await getOwnClaim(subject, rest.reference!)).toMatchObject({ claim: { state: "denied-final", approvedMinor: null }, decision: { stage: "appeal", appealBy: null } });
    for (const claimId of [rest.id, claim.id]) await expect(appealClaim(subject, { claimId, text: TEXT })).rejects.toMatchObject({ kind: "conflict" });
    expect((await rowOf(claim.id)).approvedMinor).toBe(37_523n);
    expect(await money(programme.incidentId)).toEqual([462_477, 0, 37_523, 0, 0]);
  });

  it("is paid by itself, after or before what was granted first", async () => {
    const { incident, programme, subject, other, claim } = await aReducedClaim({ poolMinor: 500_000n });
    const [one, two] = [staffContext(database.parts, ["finance"]), staffContext(database.parts, ["finance"])];
    const pay = async (reference: string, amount: number) => {
      const { batchId } = await collectPayments(one, { programmeId: programme.id, payOn: "2099-12-01", most: "" });
      expect((await getBatch(one, batchId)).list.map((payment) => [payment.reference, Number(payment.cashMinor), payment.account?.account.slice(-2)])).toEqual([[`${reference}-1`, amount, "89"]]);
      await releaseBatch(two, { batchId });
      expect(await recordAnswer(one, incident.id, Buffer.from(`reference,status,amount\n${reference}-1,paid,${amount}\n`))).toMatchObject({ paid: 1, unknown: [] });
    };
    await pay(claim.reference!, 37_523);
    // Paid, and still within the days.
    const rest = await appealClaim(subject, { claimId: claim.id, text: TEXT });
    await takeClaim(other, { claimId: rest.id });
    await decideFiled(other, rest.id, "yes");
    expect(await money(incident.id)).toEqual([392_477, 0, 70_000, 0, 37_523]);
    await pay(rest.reference!, 70_000);
    expect(await money(incident.id)).toEqual([392_477, 0, 0, 0, 107_523]);
    expect([(await rowOf(claim.id)).state, (await rowOf(rest.id)).state]).toEqual(["paid", "paid"]);
    expect(await recountLedger(systemContext(database.parts))).toBe(0n);
  });

  it("of vouchers is all of them, needs no account, and codes go out with it alone", async () => {
    const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names");
    const programme = await aProgramme(database.parts, incident, { exclusive: [] });
    const subject = await aSubject(database.parts, incident, "minji@example.com");
    const [agent, other, finance] = [staffContext(database.parts, ["support"]), staffContext(database.parts, ["support"]), staffContext(database.parts, ["finance"])];
    const claimId = await aDraftClaim(subject, programme);
    await chooseBenefits(subject, { claimId, benefits: ["vouchers", "cash"] });
    await saveAccount(subject, { claimId, ...account });
    await fileClaim(subject, { claimId, termsVersion: programme.termsVersion, accept: "1" });
    await takeClaim(agent, { claimId });
    await decideFiled(agent, claimId, "yes", "", { "met.vouchers.eligible": "no" });
    const rest = await appealClaim(subject, { claimId, text: TEXT });
    expect(rest).toMatchObject({ amountMinor: 50_000n, payoutVersion: 0 });
    await takeClaim(other, { claimId: rest.id });
    await decideFiled(other, rest.id, "yes");
    const { batchId } = await collectPayments(finance, { programmeId: programme.id, payOn: "2099-12-01", most: "" });
    const { list } = await getBatch(finance, batchId);
    expect(list.map((payment) => [payment.claimId, payment.cashMinor, payment.codesMinor]).sort((a, b) => Number(b[1]) - Number(a[1]))).toEqual([[claimId, 50_000n, 0n], [rest.id, 0n, 50_000n]]);
    // What the first decision granted is in no rest, whoever writes it.
    await expect(database.db.insert(claimBenefits).values({ claimId: rest.id, benefit: "cash", kind: "flat-cash", askedMinor: 1n, allowedMinor: 1n })).rejects.toMatchObject({ cause: { constraint: "claims_rest" } });
  });

  it("holds up the sharing of a pool as long as it can come, and while it is open", async () => {
    const shared = { poolMinor: 80_000n, proRata: true, opensAt: new Date(Date.now() - DAY), closesAt: new Date(Date.now() + DAY) };
    const share = (programmeId: string, days: number) => sharePool(inDays(staffContext(database.parts, ["finance"]), days), { programmeId });
    const quiet = await aReducedClaim(shared, "quiet@example.com");
    await expect(share(quiet.programme.id, 16)).rejects.toMatchObject({ reason: "claims-undecided" });
    await expect(share(quiet.programme.id, 30 + POSTAL_DAYS - 1)).rejects.toMatchObject({ reason: "claims-undecided" });
    await share(quiet.programme.id, 30 + POSTAL_DAYS + 2);
    const { subject, other, claim, programme } = await aReducedClaim(shared);
    const rest = await appealClaim(subject, { claimId: claim.id, text: TEXT });
    await expect(share(programme.id, 30 + POSTAL_DAYS + 2)).rejects.toMatchObject({ reason: "claims-undecided" });
    await takeClaim(other, { claimId: rest.id });
    await decideFiled(other, rest.id, "yes");
    // It is appealed against already: nothing else can come, so its day need not be waited for.
    await share(programme.id, 16);
    const { batchId } = await collectPayments(staffContext(database.parts, ["finance"]), { programmeId: programme.id, payOn: "2099-12-01", most: "" });
    const { cashMinor, list } = await getBatch(staffContext(database.parts, ["finance"]), batchId);
    expect([cashMinor, list.map((payment) => Number(payment.cashMinor)).sort((a, b) => a - b)]).toEqual([80_000n, [27_918, 52_082]]);
  });

  it("looks like nobody else's claim, and traces are kept until it cannot come any more", async () => {
    const closed = { opensAt: new Date(Date.now() - DAY), closesAt: new Date(Date.now() + DAY) };
    const { subject, claim } = await aReducedClaim(closed);
    const kinds = async (claimId: string) => (await database.db.select({ kind: claimTraces.kind }).from(claimTraces).where(eq(claimTraces.claimId, claimId))).map(({ kind }) => kind);
    const quiet = await aReducedClaim(closed, "quiet@example.com");
    for (const state of ["in-payment", "paid"] as const) await database.db.update(claims).set({ state }).where(inArray(claims.id, [claim.id, quiet.claim.id]));
    const system = systemContext(database.parts);
    expect(await forgetTraces(inDays(system, 20))).toBe(0);
    const rest = await appealClaim(subject, { claimId: claim.id, text: TEXT });
    expect([(await kinds(claim.id)).includes("account"), await kinds(rest.id)]).toEqual([true, []]);
    await changeAccount(subject, { claimId: rest.id, ...account, account: "110987654321" });
    expect(await kinds(rest.id)).toEqual(["account"]);
    expect((await rowOf(claim.id)).payoutVersion).toBe(1);
    // Of the other nothing can come after its day; of this one the appeal is open.
    expect(await forgetTraces(inDays(system, 32))).toBe(1);
    expect([await kinds(quiet.claim.id), (await kinds(claim.id)).includes("account")]).toEqual([[], true]);
  });
});

describe("the database", () => {
  it("takes a rest only of a claim that was granted in part, as it was decided, once, and for no more than remains", async () => {
    const { subject, claim } = await aReducedClaim();
    const first = await rowOf(claim.id);
    const insert = (change: Partial<typeof claims.$inferInsert>) => database.db.insert(claims).values({ ...first, id: randomUUID(), reference: `C-${randomUUID().slice(0, 8)}`, restOf: first.id, state: "denied", approvedMinor: null, ...change });
    const refused = { cause: { code: "23514", constraint: "claims_rest" } };
    for (const state of ["draft", "submitted", "in-review", "needs-information", "approved", "appealed", "in-payment", "paid", "returned", "withdrawn", "denied-final"] as const) await expect(insert({ state })).rejects.toMatchObject(refused);
    for (const change of [{ subjectId: 99n }, { contactIndex: Buffer.from("x") }, { claimantKey: Buffer.from("x") }, { currency: "USD" }, { termsVersion: 9 }, { decidedBy: randomUUID() }, { restOf: randomUUID() }]) await expect(insert(change)).rejects.toMatchObject(refused);
    await expect(insert({ restOf: null })).rejects.toMatchObject({ cause: { constraint: "claim_edges" } });
    const rest = await appealClaim(subject, { claimId: claim.id, text: TEXT });
    await expect(insert({})).rejects.toMatchObject({ cause: { constraint: "claims_one_rest" } });
    await expect(insert({ restOf: rest.id })).rejects.toMatchObject(refused);
    await expect(database.db.update(claims).set({ restOf: null }).where(eq(claims.id, rest.id))).rejects.toMatchObject(refused);
    const line = and(eq(claimBenefits.claimId, rest.id), eq(claimBenefits.benefit, "loss"));
    await expect(database.db.update(claimBenefits).set({ askedMinor: 90_001n }).where(line)).rejects.toMatchObject(refused);
    await expect(database.db.update(claimBenefits).set({ approvedMinor: 90_001n }).where(line)).rejects.toMatchObject(refused);
    await expect(database.db.insert(claimBenefits).values({ claimId: rest.id, benefit: "cash", kind: "flat-cash", askedMinor: 1n, allowedMinor: 1n })).rejects.toMatchObject(refused);
    await database.db.update(claimBenefits).set({ approvedMinor: 90_000n }).where(line);
  });
});
