import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { alarms } from "@/db/schema/alarms";
import { auditEvents } from "@/db/schema/audit";
import { claims } from "@/db/schema/claims";
import { payments } from "@/db/schema/payments";
import { retentionClocks } from "@/db/schema/retention";
import type { RetentionClass } from "@/db/values/retention";
import { changeAccount } from "@/domain/claims/change-account";
import { addNote } from "@/domain/claims/desk/add-note";
import { writeClaimMessage } from "@/domain/claims/messages/write-claim-message";
import { getClaim } from "@/domain/claims/queries/get-claim";
import { closeEnquiry } from "@/domain/enquiries/close-enquiry";
import { openEnquiry } from "@/domain/enquiries/open-enquiry";
import { getPublishedIncident, hasEnded, listIncidents } from "@/domain/incidents/queries";
import type { PublishedIncident } from "@/domain/incidents/types";
import { recountLedger } from "@/domain/ledger/recount-ledger";
import { collectPayments } from "@/domain/payments/collect-payments";
import { recordAnswer } from "@/domain/payments/record-answer";
import { releaseBatch } from "@/domain/payments/release-batch";
import { aDraftClaim, aProgramme } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { handIn, useEvidenceStore } from "@/test/evidence/keeping";
import { aScreenshot } from "@/test/evidence/papers";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { anApprovedClaim } from "@/test/payments";
import { approveErasure } from "../erasure/approve-erasure";
import { erase } from "../erasure/erase";
import { findObstacles } from "../erasure/find-obstacles";
import { findPerson } from "../erasure/find-person";
import { keepErasingOut, keepHoldsOut } from "../erasure/legal-hold";
import { proposeErasure } from "../erasure/propose-erasure";
import { getErasure } from "../erasure/queries";
import { withTransaction } from "../kernel/transaction";
import { approveRetention, withdrawRetention } from "./decide";
import { keepRetention } from "./keep-retention";
import { placeHold } from "./place-hold";
import { proposeEnd, proposeLift, proposePeriod } from "./propose";
import { readRetention } from "./queries";
import { shift } from "./rules";

const database = useDatabase();
const papers = useEvidenceStore();
const CSV = "ref,email,confirmed,possible,named_by\na,minji@example.com,names;access-codes,,\nb,jun@example.com,names,,\nc,sister@example.com,names,,a";
const REASON = "decided in the meeting of today";
const legal = () => staffContext(database.parts, ["approver"]);
const owner = () => database.db.$client;
/** The worker's job, so many months and days from now. */
const run = (months: number, days = 0, more: { chunks?: number } = {}) =>
  keepRetention(systemContext({ ...database.parts, clock: { now: () => shift(shift(new Date(), months, "months"), days, "days") } }), papers.inspection.store, more);
const clockOf = async (incident: PublishedIncident, of: RetentionClass) => (await readRetention(legal(), incident.id)).clocks.find((clock) => clock.class === of)!;
const agree = async (proposalId: string) => approveRetention(legal(), { proposalId });
const close = async ({ id: incidentId }: PublishedIncident) => agree(await proposeEnd(legal(), { incidentId, act: "close", reason: REASON }));
const told = async ({ id }: PublishedIncident) => (await database.db.select().from(alarms).where(and(eq(alarms.kind, "retention-due"), eq(alarms.incidentId, id))));
const count = async (query: string, incident: PublishedIncident) => (await owner().query<{ n: number }>(`select count(*)::int as n from ${query}`, [incident.id])).rows[0]?.n;

async function aPaidClaim(incident: PublishedIncident, result = "정상") {
  const programme = await aProgramme(database.parts, incident, { poolMinor: 100_000n });
  const person = await aSubject(database.parts, incident, "minji@example.com");
  const claim = await anApprovedClaim(database.parts, person, programme);
  await writeClaimMessage(person, { claimId: claim.id, text: "언제 들어오나요?" });
  await addNote(staffContext(database.parts, ["support"]), { claimId: claim.id, note: "전화드림" });
  const paper = await handIn(person, { incidentId: incident.id, kind: "claim", id: claim.id }, papers.inspection.store, "통장.png", await aScreenshot());
  const draft = await aDraftClaim(await aSubject(database.parts, incident, "jun@example.com"), programme);
  const [one, two] = [randomUUID(), randomUUID()].map((who) => staffContext(database.parts, ["finance"], who));
  const { batchId } = await collectPayments(one!, { programmeId: programme.id, payOn: "2099-12-01", most: "" });
  await releaseBatch(two!, { batchId });
  await recordAnswer(one!, incident.id, Buffer.from(`관리번호,처리결과,불능사유,이체금액\n${claim.reference}-1,${result},,50000`));
  return { claim, paper, draft, person };
}

describe("retention", () => {
  it("erases each class when its own time has come, announced before, and leaves the ledger, amounts and everything younger", { timeout: 180_000 }, async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const { claim, paper, draft, person } = await aPaidClaim(incident);
    await openEnquiry(person, incident, { text: "문 비밀번호가 왜 나와 있습니까? 제 것이 아닙니다." });
    const bytes = () => readdirSync(papers.directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.parentPath.includes(paper)).length;
    const claimRow = async (id: string = claim.id) => (await database.db.select().from(claims).where(eq(claims.id, id)))[0]!;
    const paid = async () => (await database.db.select().from(payments).where(eq(payments.claimId, claim.id)))[0]!;

    expect(await run(0)).toBe(false);
    expect(await clockOf(incident, "papers")).toMatchObject({ keep: 12, held: false, running: false, last: null });
    expect((await clockOf(incident, "papers")).nextDueAt?.toISOString().slice(0, 10)).toBe(shift(new Date(), 12, "months").toISOString().slice(0, 10));
    // What starts the clock has not come: the incident is open, and so is the enquiry.
    expect([(await clockOf(incident, "people")).nextDueAt, (await clockOf(incident, "enquiries")).nextDueAt]).toEqual([null, null]);
    expect(await count("lookup_codes where incident_id = $1", incident)).toBeGreaterThan(0);

    // Codes and proofs go on from day to day and are not announced; a claim that is paid keeps its papers.
    await run(1, 1);
    expect([await count("lookup_codes where incident_id = $1", incident), await count("code_mails where incident_id = $1", incident), await count("subject_sessions where incident_id = $1", incident)]).toEqual([0, 0, 0]);
    expect((await clockOf(incident, "lookups")).last?.erased).toMatchObject({ codes: 2, proofs: 2 });
    expect([await told(incident), bytes()]).toEqual([[], 1]);

    // Papers: announced, not gone; and not before they were announced for thirty days.
    await run(12, 1);
    await run(12, 5);
    expect([(await told(incident)).length, bytes()]).toEqual([1, 1]);
    expect((await told(incident))[0]).toMatchObject({ severity: "warning", hits: 1, objectKind: "retention", details: { "due-papers": expect.any(String) as string } });
    expect((await clockOf(incident, "papers")).nextDueAt?.getTime()).toBeGreaterThan(shift(new Date(), 12, "months").getTime() + 29 * 86_400_000);
    await run(12, 32);
    expect([bytes(), await count("evidence_files where incident_id = $1", incident)]).toEqual([0, 0]);
    expect(await claimRow()).toMatchObject({ erasedAt: null, state: "paid" });

    // An enquiry that is answered counts from there.
    const { rows: [enquiry] } = await owner().query<{ id: string }>("select id from enquiries where incident_id = $1", [incident.id]);
    await closeEnquiry(staffContext(database.parts, ["support"]), { enquiryId: enquiry?.id });
    await run(35, 10);
    await run(36, 20);
    expect(await count("enquiries where incident_id = $1", incident)).toBe(0);
    // The draft went when its programme had been closed for ninety days.
    expect(await claimRow(draft)).toMatchObject({ state: "draft", erasedAt: expect.any(Date) as Date, sealedAnswers: null });

    // Claim files and bank details, five years after the money.
    await run(59, 10);
    expect((await claimRow()).erasedAt).toBeNull();
    expect((await paid()).sealedAccount).not.toBeNull();
    await run(60, 11);
    expect(await claimRow()).toMatchObject({ erasedAt: expect.any(Date) as Date, sealedAnswers: null, sealedDecision: null, sealedPayout: null, state: "paid", reference: claim.reference, approvedMinor: 50_000n });
    expect(await paid()).toMatchObject({ sealedAccount: null, state: "paid", cashMinor: 50_000n });
    expect(await getClaim(staffContext(database.parts, ["support"]), claim.id)).toMatchObject({ claim: { state: "paid" }, messages: [], masked: { payout: null } });
    expect(await recountLedger(systemContext(database.parts))).toBe(0n);
    expect(await count("subjects where incident_id = $1 and sealed is not null", incident)).toBe(3);
    // Each run and class has one event, with what went.
    const events = await database.db.select().from(auditEvents).where(and(eq(auditEvents.action, "retention.erase"), eq(auditEvents.incidentId, incident.id)));
    expect(events.map(({ details }) => details.class).sort()).toEqual(["accounts", "claims", "drafts", "enquiries", "lookups", "mails", "papers"]);
    const before = events.length;
    await run(60, 12);
    expect((await database.db.select().from(auditEvents).where(and(eq(auditEvents.action, "retention.erase"), eq(auditEvents.incidentId, incident.id)))).length).toBe(before);
  });

  it("keeps bank details for the time of payments where the claim file goes earlier, and those of nobody who was never paid", { timeout: 120_000 }, async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const { claim } = await aPaidClaim(incident);
    await agree(await proposePeriod(legal(), { incidentId: incident.id, class: "claims", keep: "36", reason: REASON }));
    await run(35, 10);
    await run(36, 20);
    const [row] = await database.db.select().from(claims).where(eq(claims.id, claim.id));
    expect(row).toMatchObject({ erasedAt: expect.any(Date) as Date, sealedAnswers: null });
    expect(row?.sealedPayout).not.toBeNull();
    expect((await database.db.select().from(payments).where(eq(payments.claimId, claim.id)))[0]?.sealedAccount).not.toBeNull();
    expect(await getClaim(staffContext(database.parts, ["support"]), claim.id)).toMatchObject({ masked: { payout: expect.anything() as unknown } });
    await run(59, 10);
    await run(60, 20);
    expect((await database.db.select().from(claims).where(eq(claims.id, claim.id)))[0]?.sealedPayout).toBeNull();
    expect(await recountLedger(systemContext(database.parts))).toBe(0n);
  });

  it("begins with the return of money whose owner gives no other account, stands in the way of nothing then, and begins anew once they give one", { timeout: 120_000 }, async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const { claim, person } = await aPaidClaim(incident, "불능");
    const row = async () => (await database.db.select().from(claims).where(eq(claims.id, claim.id)))[0]!;
    const obstacles = () => withTransaction(database.parts, (tx) => findObstacles(tx, database.parts, { incidentId: incident.id, subjectId: claim.subjectId, contactIndex: null }));
    expect([(await row()).state, (await row()).endedAt, await obstacles()]).toEqual(["returned", expect.any(Date), []]);
    // Whoever gives another account waits for us.
    await changeAccount(person, { claimId: claim.id, kind: "kr-account", bank: "088", account: "110123456789", holder: "김민지" });
    expect([(await row()).endedAt, await obstacles()]).toEqual([null, ["claim-open"]]);
    await owner().query("update claims set approved_payout_version = payout_version where id = $1", [claim.id]);
    expect((await row()).endedAt).not.toBeNull();
    await run(59, 10);
    expect(await row()).toMatchObject({ state: "returned", erasedAt: null });
    await run(60, 20);
    expect(await row()).toMatchObject({ state: "returned", erasedAt: expect.any(Date) as Date, sealedAnswers: null, sealedPayout: null });
    expect(await recountLedger(systemContext(database.parts))).toBe(0n);
  });

  it("closes an incident for the public when two people agree, opens it again while nobody's record is erased, and erases its people when their time has come", { timeout: 120_000 }, async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const programme = await aProgramme(database.parts, incident, { poolMinor: 100_000n });
    await anApprovedClaim(database.parts, await aSubject(database.parts, incident, "minji@example.com"), programme);
    const author = legal();
    const end = (act: string) => proposeEnd(author, { incidentId: incident.id, act, reason: REASON });
    await expect(end("close")).rejects.toMatchObject({ reason: "incident-unfinished" });
    await expect(end("reopen")).rejects.toMatchObject({ reason: "incident-open" });
    const other = await aPublishedIncident(database.parts, CSV);
    const proposalId = await proposeEnd(author, { incidentId: other.id, act: "close", reason: REASON });
    await expect(approveRetention(author, { proposalId })).rejects.toMatchObject({ reason: "retention-own-proposal" });
    await expect(owner().query("update incidents set closed_at = now() where id = $1", [other.id])).rejects.toMatchObject({ constraint: "incidents_end_agreed" });
    await agree(proposalId);
    await expect(agree(proposalId)).rejects.toMatchObject({ reason: "retention-not-proposed" });
    expect([await getPublishedIncident(database.db, other.slug), await hasEnded(database.db, other.slug), await hasEnded(database.db, incident.slug)]).toEqual([null, true, false]);
    // Those who work here go on seeing it.
    expect((await listIncidents(legal())).map(({ id }) => id)).toContain(other.id);
    await agree(await proposeEnd(author, { incidentId: other.id, act: "reopen", reason: REASON }));
    expect((await getPublishedIncident(database.db, other.slug))?.id).toBe(other.id);
    await close(other);

    await run(35, 5);
    expect((await told(other)).length).toBe(1);
    await run(36, 10);
    expect((await clockOf(other, "people")).last?.erased).toMatchObject({ records: 3, contacts: 3, links: 1 });
    expect([await count("subjects where incident_id = $1", other), await count("subjects where incident_id = $1 and sealed is not null", other), await count("contact_points where incident_id = $1", other)]).toEqual([3, 0, 0]);
    expect(await count("subjects where incident_id = $1 and sealed is not null", incident)).toBe(3);
    await expect(proposeEnd(legal(), { incidentId: other.id, act: "reopen", reason: REASON })).rejects.toMatchObject({ reason: "incident-people-erased" });
    expect((await clockOf(other, "people")).nextDueAt).toBeNull();
  });

  it("changes a period for one incident when two people agree, never below what the law allows, and announces anew", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const author = legal();
    const propose = (of: string, keep: string, who = author) => proposePeriod(who, { incidentId: incident.id, class: of, keep, reason: REASON });
    await expect(propose("accounts", "59")).rejects.toMatchObject({ reason: "retention-below-law", values: { least: 60 } });
    await expect(propose("people", "0")).rejects.toMatchObject({ fields: { keep: ["retention-number"] } });
    await expect(propose("people", "9999")).rejects.toMatchObject({ fields: { keep: ["retention-too-long"] } });
    await expect(propose("people", "36")).rejects.toMatchObject({ reason: "retention-same-period" });
    await expect(propose("people", "12", staffContext(database.parts, ["support"]))).rejects.toMatchObject({ reason: "forbidden" });
    const proposalId = await propose("people", "12");
    await expect(propose("people", "24")).rejects.toMatchObject({ reason: "retention-proposed" });
    await expect(owner().query("update retention_proposals set state = 'approved', decided_by = proposed_by, decided_at = now() where id = $1", [proposalId])).rejects.toMatchObject({ constraint: "retention_two_people" });
    await expect(owner().query("insert into retention_clocks (incident_id, class, keep) values ($1, 'people', 1)", [incident.id])).rejects.toMatchObject({ constraint: "retention_clocks_agreed" });
    // Two who agree at the same moment are one.
    const outcomes = await Promise.allSettled([legal(), legal(), legal()].map((ctx) => approveRetention(ctx, { proposalId })));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await clockOf(incident, "people")).toMatchObject({ keep: 12, usual: 36 });
    expect((await readRetention(legal(), incident.id)).decided).toMatchObject([{ act: "period", class: "people", keep: 12, state: "approved" }]);
    const taken = await propose("people", "24");
    await withdrawRetention(author, { proposalId: taken });
    await expect(agree(taken)).rejects.toMatchObject({ reason: "retention-not-proposed" });
    const actions = await database.db.select({ action: auditEvents.action }).from(auditEvents).where(and(eq(auditEvents.incidentId, incident.id), sql`action like 'retention.%'`));
    expect(actions.map(({ action }) => action).sort()).toEqual(["retention.approve", "retention.propose", "retention.propose", "retention.withdraw"]);
  });
});

describe("a legal hold", () => {
  it("keeps a class, or everything, from being erased until two people lift it, and what was held is announced anew", { timeout: 120_000 }, async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    await close(incident);
    await run(35, 5);
    expect((await told(incident)).length).toBe(1);
    const author = legal();
    await expect(placeHold(staffContext(database.parts, ["security"]), { incidentId: incident.id, class: "", reason: REASON })).rejects.toMatchObject({ reason: "forbidden" });
    const holdId = await placeHold(author, { incidentId: incident.id, class: "people", reason: "action in court, file 2026-31" });
    await expect(placeHold(author, { incidentId: incident.id, class: "people", reason: REASON })).rejects.toMatchObject({ reason: "hold-standing" });
    await run(37);
    expect([(await clockOf(incident, "people")).held, (await clockOf(incident, "lookups")).held]).toEqual([true, false]);
    expect(await count("subjects where incident_id = $1 and sealed is not null", incident)).toBe(3);
    // The database itself refuses a run over what is held, and a hold that one person lifts.
    await expect(owner().query("update retention_clocks set began_at = now() where incident_id = $1 and class = 'people'", [incident.id])).rejects.toMatchObject({ constraint: "retention_clocks_held" });
    await expect(owner().query("update legal_holds set lifted_at = now() where id = $1", [holdId])).rejects.toMatchObject({ constraint: "legal_holds_kept" });
    await expect(owner().query("delete from legal_holds where id = $1", [holdId])).rejects.toMatchObject({ constraint: "legal_holds_kept" });

    const proposalId = await proposeLift(author, { holdId, reason: REASON });
    await expect(approveRetention(author, { proposalId })).rejects.toMatchObject({ reason: "retention-own-proposal" });
    await agree(proposalId);
    await expect(proposeLift(author, { holdId, reason: REASON })).rejects.toMatchObject({ reason: "hold-lifted" });
    await run(38);
    expect(await count("subjects where incident_id = $1 and sealed is not null", incident)).toBe(3);
    expect((await told(incident))[0]?.hits).toBe(2);
    await run(39, 2);
    expect(await count("subjects where incident_id = $1 and sealed is not null", incident)).toBe(0);
  });

  it("stops the erasure of a person and of the whole incident, before it is agreed to and after", { timeout: 120_000 }, async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const [record] = (await findPerson(legal(), incident.id, { query: "minji@example.com" })).records;
    const propose = () => proposeErasure(legal(), { incidentId: incident.id, subjectId: record!.subjectId.toString(), ground: "pipa-36", reason: "asked for it in a letter of today" });
    const agreed = await propose();
    await approveErasure(legal(), { erasureId: agreed });
    const holdId = await placeHold(legal(), { incidentId: incident.id, class: "claims", reason: REASON });
    await erase(systemContext(database.parts), agreed, { list: null, backupDays: null }, papers.inspection.store);
    expect(await getErasure(legal(), agreed)).toMatchObject({ state: "stopped", obstacles: ["legal-hold"] });
    const again = await propose();
    await expect(approveErasure(legal(), { erasureId: again })).rejects.toMatchObject({ reason: "erasure-stands-against" });
    await agree(await proposeLift(legal(), { holdId, reason: REASON }));
    await approveErasure(legal(), { erasureId: again });
    await erase(systemContext(database.parts), again, { list: null, backupDays: null }, papers.inspection.store);
    expect(await getErasure(legal(), again)).toMatchObject({ state: "done" });
  });

  it("is placed before or after a chunk, never in the middle of one", { timeout: 120_000 }, async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    await close(incident);
    await run(35, 5);
    let erasing = true;
    const place = () => placeHold(legal(), { incidentId: incident.id, class: null, reason: REASON });
    let placing: Promise<string> | undefined;
    await withTransaction(database.parts, async (tx) => {
      await keepHoldsOut(tx, incident.id);
      placing = place().finally(() => expect(erasing).toBe(false));
      // It waits: nothing stands while this goes on.
      await expect(tx.execute(sql`select is_held(${incident.id}, 'people') as held`)).resolves.toMatchObject({ rows: [{ held: false }] });
      erasing = false;
    });
    const holdId = (await placing) ?? "";
    await agree(await proposeLift(legal(), { holdId, reason: REASON }));
    await run(36, 5);
    await run(36, 6);
    // However the two meet: what is there when the hold stands, stays.
    const [outcome] = await Promise.all([run(38), place()]);
    expect(outcome).toBe(false);
    const left = await count("subjects where incident_id = $1 and sealed is not null", incident);
    await run(40);
    await run(42);
    expect(await count("subjects where incident_id = $1 and sealed is not null", incident)).toBe(left);
    await withTransaction(database.parts, (tx) => keepErasingOut(tx, incident.id));
  });
});

it("goes on where a run was killed, and counts what went in all of it once", { timeout: 180_000 }, async () => {
  const people = Array.from({ length: 2_500 }, (_, n) => `p${n},p${n}@example.com,names`);
  const incident = await aPublishedIncident(database.parts, ["ref,email,confirmed", ...people].join("\n"));
  await close(incident);
  await run(35, 5);
  // It breaks off in the middle of the second thousand.
  await owner().query(`create function break_off() returns trigger language plpgsql as $$ begin raise exception 'broken off'; end $$`);
  await owner().query(`create trigger break_off before update on subjects for each row when (old.subject_id = 1500 and old.incident_id = '${incident.id}') execute function break_off()`);
  await run(36, 10);
  expect(await clockOf(incident, "people")).toMatchObject({ running: true, last: null });
  expect(await count("subjects where incident_id = $1 and sealed is not null", incident)).toBe(1_500);
  // The other classes of it were not kept up by that.
  expect((await clockOf(incident, "lookups")).lookedAt).not.toBeNull();
  await owner().query("drop trigger break_off on subjects");
  const events = () => database.db.select().from(auditEvents).where(and(eq(auditEvents.action, "retention.erase"), eq(auditEvents.incidentId, incident.id)));
  expect(await events()).toEqual([]);
  // Two workers at once.
  await Promise.all([run(36, 11), run(36, 11)]);
  expect((await clockOf(incident, "people")).last?.erased).toMatchObject({ records: 2_500, contacts: 2_500 });
  expect(await events()).toMatchObject([{ details: { class: "people", erased: { records: 2_500 } } }]);
  expect((await database.db.select().from(retentionClocks).where(and(eq(retentionClocks.incidentId, incident.id), eq(retentionClocks.class, "people"))))[0]).toMatchObject({ beganAt: null, erasing: {} });
});
