import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { claims } from "@/db/schema/claims";
import { correspondenceMails } from "@/db/schema/correspondence";
import { revealDays } from "@/db/schema/reveals";
import { aDraftClaim, aFiledClaim, aProgramme, decideFiled, saveFiledSheet } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { getOwnBudget } from "../reveals/queries";
import { chooseBenefits } from "./answers/choose-benefits";
import { removeLoss } from "./answers/remove-loss";
import { saveAccount } from "./answers/save-account";
import { saveLoss } from "./answers/save-loss";
import { saveLostTime } from "./answers/save-lost-time";
import { decideClaim } from "./decisions/decide-claim";
import { fileClaim } from "./file-claim";
import { findOwnDraft, getOwnClaim, listOwnClaims } from "./own-claim";
import { getClaim } from "./queries/get-claim";
import { countClaims, listClaims } from "./queries/list-claims";
import { revealClaim } from "./reveal-claim";
import { searchClaims } from "./search-claims";
import { startClaim } from "./start-claim";
import { takeClaim } from "./take-claim";
import { withdrawClaim } from "./withdraw-claim";

const database = useDatabase();
const CSV = "ref,email,confirmed,possible\na,minji@example.com,names;access-codes,\nb,maybe@example.com,,names";

async function scene(contact = "minji@example.com") {
  const incident = await aPublishedIncident(database.parts, CSV);
  const programme = await aProgramme(database.parts, incident);
  return { incident, programme, subject: await aSubject(database.parts, incident, contact) };
}
const purposes = async (incidentId: string) => (await database.db.select({ purpose: correspondenceMails.purpose }).from(correspondenceMails).where(eq(correspondenceMails.incidentId, incidentId)).orderBy(correspondenceMails.createdAt)).map(({ purpose }) => purpose).filter((purpose) => purpose.startsWith("claim"));

describe("filing", () => {
  it("fifty posts at once make one claim, one reference and one mail", async () => {
    const { incident, programme, subject } = await scene();
    await Promise.all(Array.from({ length: 10 }, () => startClaim(subject, { programme: programme.slug })));
    const claimId = await aDraftClaim(subject, programme);
    await chooseBenefits(subject, { claimId, benefits: "vouchers" });
    const filed = await Promise.all(Array.from({ length: 50 }, () => fileClaim(subject, { claimId, termsVersion: 1, accept: "1" })));
    expect(new Set(filed.map(({ reference }) => reference)).size).toBe(1);
    expect(filed[0]?.reference).toMatch(/^C-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    expect(await purposes(incident.id)).toEqual(["claim-received"]);
    expect(await countClaims(staffContext(database.parts, ["support"]), incident.id)).toEqual({ submitted: 1 });
  });

  it("asks for the account when it is paid into one, seals it, and shows it masked", async () => {
    const { incident, programme, subject } = await scene();
    const claimId = await aDraftClaim(subject, programme);
    expect(await chooseBenefits(subject, { claimId, benefits: "cash" })).toEqual({ next: "account" });
    const filing = { claimId, termsVersion: 1, accept: "1" };
    await expect(fileClaim(subject, filing)).rejects.toMatchObject({ reason: "claim-incomplete" });
    await expect(saveAccount(subject, { claimId, kind: "iban", iban: "DE89 3704 0044 0532 0130 00", holder: "김민지" })).rejects.toMatchObject({ fields: { kind: ["choose-one"] } });
    const account = { claimId, kind: "kr-account", bank: "088", account: "110-123-456789", holder: "김민지" };
    expect(await saveAccount(subject, account)).toEqual({ next: null });
    const claim = await fileClaim(subject, filing);
    await expect(saveAccount(subject, account)).rejects.toMatchObject({ reason: "claim-already-filed" });
    const [row] = await database.db.select().from(claims).where(eq(claims.id, claim.id));
    expect(row).toMatchObject({ termsVersion: 1, acceptedText: programme.terms.texts.noRightsWaived.ko, payoutVersion: 1, amountMinor: 50_000n });
    expect(JSON.stringify({ ...row, subjectId: "", amountMinor: "", approvedMinor: "", sealed: row?.sealedAnswers?.toString("utf8"), payout: row?.sealedPayout?.toString("utf8") })).not.toMatch(/110123456789|김민지|minji/);
    const support = staffContext(database.parts, ["support"]);
    expect(await getClaim(support, claim.id)).toMatchObject({
      masked: { contact: "m•••@example.com", byPost: false, payout: { kind: "kr-account", bank: "088", account: "••••••••••89", holder: "김••" } },
      benefits: [{ benefit: "cash", kind: "flat-cash", askedMinor: 50_000n, allowedMinor: 50_000n, approvedMinor: null }],
    });
    expect(await revealClaim(support, { claimId: claim.id, purpose: "payment", reason: "the account could not be read" })).toMatchObject({ answers: { contact: { value: "minji@example.com" } }, payout: { account: "110123456789" } });
    expect(await database.db.select({ action: auditEvents.action, reason: auditEvents.reason }).from(auditEvents).where(eq(auditEvents.objectId, claim.id))).toContainEqual({ action: "claim.reveal", reason: "the account could not be read" });
    expect(incident.id).toBe(claim.incidentId);
  });

  it("wants the terms that stand, and an explicit yes to them", async () => {
    const { programme, subject } = await scene();
    const claimId = await aDraftClaim(subject, programme);
    await chooseBenefits(subject, { claimId, benefits: "vouchers" });
    await expect(fileClaim(subject, { claimId, termsVersion: 1 })).rejects.toMatchObject({ fields: { accept: ["accept-terms"] } });
    await expect(fileClaim(subject, { claimId, termsVersion: 2, accept: "1" })).rejects.toMatchObject({ reason: "terms-changed" });
  });

  it("asks one question after the other, reckons what they come to, and caps it", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const every = { name: { ko: "이름", en: "Name" }, explanation: { ko: "설명", en: "About" }, eligibility: { evidence: "confirmed" as const, classes: [], kinds: ["account-holder" as const] } };
    const programme = await aProgramme(database.parts, incident, {
      exclusive: [],
      benefits: [
        { kind: "documented-loss", slug: "loss", ...every, capMinor: 100_000n, losses: [{ slug: "card", name: every.name }] },
        { kind: "lost-time", slug: "time", ...every, rateMinor: 10_030n, stepMinutes: 15, minimumMinutes: 15, capMinutes: 300 },
      ],
    });
    const subject = await aSubject(database.parts, incident, "minji@example.com");
    const claimId = await aDraftClaim(subject, programme);
    await expect(chooseBenefits(subject, { claimId })).rejects.toMatchObject({ fields: { benefits: ["choose-one"] } });
    expect(await chooseBenefits(subject, { claimId, benefits: ["loss", "time"] })).toEqual({ next: "time" });
    await expect(saveLostTime(subject, { claimId, hours: "", minutes: "0", what: "전화를 여러 번 했습니다." })).rejects.toMatchObject({ fields: { hours: ["time-empty"] } });
    expect(await saveLostTime(subject, { claimId, hours: "", minutes: "40", what: "카드를 다시 만드느라 은행에 다녀왔습니다." })).toEqual({ next: "losses" });
    const loss = { claimId, loss: "card", on: "2026-01-05", amount: "₩120,000", what: "카드를 다시 만든 값입니다." };
    await expect(saveLoss(subject, { ...loss, amount: "12.5" })).rejects.toMatchObject({ fields: { amount: ["amount"] } });
    await expect(saveLoss(subject, { ...loss, on: "2999-01-05" })).rejects.toMatchObject({ fields: { on: ["date-future"] } });
    await expect(saveLoss(subject, { ...loss, loss: "gone" })).rejects.toMatchObject({ fields: { loss: ["choose-one"] } });
    expect(await saveLoss(subject, loss)).toEqual({ next: "account" });
    const draft = await findOwnDraft(subject, programme.id);
    const [{ id: lossId } = { id: "" }] = draft?.answers?.losses ?? [];
    await saveLoss(subject, { ...loss, lossId, amount: "130000" });
    await saveLoss(subject, { ...loss, amount: "1" });
    expect((await findOwnDraft(subject, programme.id))?.answers?.losses.map(({ amountMinor }) => amountMinor)).toEqual([130_000n, 1n]);
    await removeLoss(subject, { claimId, lossId: (await findOwnDraft(subject, programme.id))!.answers!.losses[1]!.id });
    await saveAccount(subject, { claimId, kind: "kr-account", bank: "090", account: "3333012345678", holder: "김민지" });
    const { id, reference } = await fileClaim(subject, { claimId, termsVersion: 1, accept: "1" });
    const { claim, benefits, answers } = await getOwnClaim(subject, reference!);
    expect(claim).toMatchObject({ id, amountMinor: 107_523n });
    expect(benefits.map(({ benefit, askedMinor, allowedMinor }) => [benefit, askedMinor, allowedMinor])).toEqual([["loss", 130_000n, 100_000n], ["time", 6_687n, 7_523n]]);
    expect(answers?.losses).toHaveLength(1);
  });

  it("is once for each account, from whichever of its addresses, or once for each address, as the programme says", async () => {
    const csv = "ref,email,phone,confirmed\na,minji@example.com,010-1234-5678,names\nb,minji@example.com,,names";
    for (const onePer of ["account", "contact"] as const) {
      const incident = await aPublishedIncident(database.parts, csv);
      const programme = await aProgramme(database.parts, incident, { onePer });
      const [byMail, byPhone] = [await aSubject(database.parts, incident, "minji@example.com"), await aSubject(database.parts, incident, "010-1234-5678")];
      const first = await aFiledClaim(byMail, programme);
      const again = await Promise.allSettled([aFiledClaim(byPhone, programme), aFiledClaim(byMail, programme)]);
      if (onePer === "account") {
        expect(again).toMatchObject([{ status: "rejected", reason: { reason: "claimed-already" } }, { status: "fulfilled" }]);
        await expect(startClaim(byMail, { programme: programme.slug })).rejects.toMatchObject({ reason: "claimed-already" });
      } else {
        expect(again).toMatchObject([{ status: "fulfilled" }, { status: "rejected", reason: { reason: "claimed-already" } }]);
      }
      expect((await listOwnClaims(byMail, programme.id)).map(({ subjectId }) => subjectId)).toContain(first.subjectId);
    }
  });

  it("is for people of whom something is confirmed as leaked", async () => {
    for (const contact of ["maybe@example.com", "nobody@example.com"]) {
      const { programme, subject } = await scene(contact);
      await expect(startClaim(subject, { programme: programme.slug })).rejects.toMatchObject({ reason: "not-eligible" });
    }
  });

  it("can be taken back and done again, until it is decided", async () => {
    const { incident, programme, subject } = await scene();
    const first = await aFiledClaim(subject, programme);
    await withdrawClaim(subject, { claimId: first.id });
    expect(await listOwnClaims(subject, programme.id)).toEqual([]);
    const second = await aFiledClaim(subject, programme);
    expect(second.reference).not.toBe(first.reference);
    const agent = staffContext(database.parts, ["support"]);
    await takeClaim(agent, { claimId: second.id });
    await decideFiled(agent, second.id, "yes");
    await expect(withdrawClaim(subject, { claimId: second.id })).rejects.toMatchObject({ reason: "claim-decided" });
    expect((await purposes(incident.id)).sort()).toEqual(["claim-approved", "claim-in-review", "claim-received", "claim-received", "claim-withdrawn"]);
    expect(await countClaims(agent, incident.id)).toEqual({ submitted: 0, withdrawn: 1, "in-review": 0, approved: 1 });
  });
});

describe("deciding", () => {
  it("is for the agent who took it, with a reason, once", async () => {
    const { incident, programme, subject } = await scene();
    const claim = await aFiledClaim(subject, programme);
    const [agent, other] = [staffContext(database.parts, ["support"], randomUUID()), staffContext(database.parts, ["support"], randomUUID())];
    const taken = await Promise.allSettled([takeClaim(agent, { claimId: claim.id }), takeClaim(other, { claimId: claim.id })]);
    expect(taken.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const [winner, loser] = taken[0].status === "fulfilled" ? [agent, other] : [other, agent];
    await expect(decideFiled(loser, claim.id, "no", "이미 같은 계정으로 받으셨습니다.")).rejects.toMatchObject({ reason: "claim-of-another" });
    await expect(decideFiled(winner, claim.id, "no", "아니요")).rejects.toMatchObject({ reason: "sheet-incomplete" });
    const edit = await saveFiledSheet(winner, claim.id, "no", "이미 같은 계정으로 받으셨습니다.");
    const decided = await Promise.allSettled([decideClaim(winner, { claimId: claim.id, edit, seen: 0 }), decideClaim(winner, { claimId: claim.id, edit, seen: 0 })]);
    expect(decided.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await getOwnClaim(subject, claim.reference!)).decision).toMatchObject({ outcome: "denied", reason: "이미 같은 계정으로 받으셨습니다.", lines: [{ benefit: "vouchers", granted: false, amount: "지급하지 않음" }] });
    expect(await purposes(incident.id)).toEqual(["claim-received", "claim-in-review", "claim-denied"]);
  });

  it("is not for finance, nor for a stranger", async () => {
    const { programme, subject } = await scene();
    const claim = await aFiledClaim(subject, programme);
    await expect(takeClaim(staffContext(database.parts, ["finance"]), { claimId: claim.id })).rejects.toMatchObject({ reason: "forbidden" });
    await expect(takeClaim(subject, { claimId: claim.id })).rejects.toMatchObject({ reason: "forbidden" });
  });
});

it("search finds by reference as people type it and by a whole address or number, and writes down that somebody searched", async () => {
  const { incident, programme, subject } = await scene();
  const claim = await aFiledClaim(subject, programme);
  const support = staffContext(database.parts, ["support"]);
  for (const query of [claim.reference!.toLowerCase().replaceAll("-", " "), "MINJI@example.com"]) expect((await searchClaims(support, incident.id, { query })).map(({ id }) => id)).toEqual([claim.id]);
  for (const query of ["other@example.com", "010-2345-6789"]) expect(await searchClaims(support, incident.id, { query })).toEqual([]);
  await expect(searchClaims(support, incident.id, { query: "min" })).rejects.toMatchObject({ fields: { query: ["search-form"] } });
  const events = await database.db.select({ details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.action, "claim.search")).orderBy(auditEvents.id);
  const whose = { role: "support", subjectIds: [claim.subjectId.toString()] };
  expect(events.map(({ details }) => details)).toEqual([{ by: "reference", found: 1, ...whose }, { by: "e-mail", found: 1, costs: 1, ...whose }, { by: "e-mail", found: 0, costs: 1, role: "support" }, { by: "phone", found: 0, costs: 1, role: "support" }]);
  expect((await getOwnBudget(support)).used).toBe(3);
});

it("search by a contact counts as a person shown, found or not, and is refused when nobody more may be shown; by a number of a claim it goes on", async () => {
  const { incident, programme, subject } = await scene();
  const { id, reference } = await aFiledClaim(subject, programme);
  const support = staffContext(database.parts, ["support"]);
  const { day, limit } = await getOwnBudget(support);
  await database.db.insert(revealDays).values({ staffId: support.actor.staffId, day, used: limit - 2 });
  expect(await searchClaims(support, incident.id, { query: "nobody@example.com" })).toEqual([]);
  expect((await searchClaims(support, incident.id, { query: "minji@example.com" })).map((claim) => claim.id)).toEqual([id]);
  for (const query of ["nobody@example.com", "minji@example.com", "010-2345-6789"]) await expect(searchClaims(support, incident.id, { query })).rejects.toMatchObject({ reason: "reveals-spent", values: { limit } });
  expect((await searchClaims(support, incident.id, { query: reference! })).map((claim) => claim.id)).toEqual([id]);
  const actions = await database.db.select({ action: auditEvents.action }).from(auditEvents).where(eq(auditEvents.actorId, support.actor.staffId)).orderBy(auditEvents.id);
  expect(actions.map(({ action }) => action)).toEqual(["claim.search", "claim.search", "reveals.exceed", "reveals.exceed", "reveals.exceed", "claim.search"]);
});

it("the queue shows filed claims only, the oldest first, by state", async () => {
  const { incident, programme, subject } = await scene();
  const support = staffContext(database.parts, ["support"]);
  await startClaim(subject, { programme: programme.slug });
  expect((await listClaims(support, incident.id, {})).claims).toEqual([]);
  const claim = await aFiledClaim(subject, programme);
  expect((await listClaims(support, incident.id, { state: "submitted" })).claims.map(({ id }) => id)).toEqual([claim.id]);
  expect((await listClaims(support, incident.id, { state: "approved" })).claims).toEqual([]);
  expect((await listClaims(support, incident.id, { assigned: "me" })).claims).toEqual([]);
});
