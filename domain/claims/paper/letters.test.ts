import { and, eq, sql } from "drizzle-orm";
import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import { openLetterPrinter } from "@/channels/letter/letter-printer";
import { auditEvents, auditSubjects } from "@/db/schema/audit";
import { claimTraces } from "@/db/schema/claim-risk";
import { claimLetters } from "@/db/schema/claim-intakes";
import type { StaffContext } from "@/domain/kernel/context";
import { aFiledLossClaim, aProgramme, decideFiled, lossTerms } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { sharePool } from "../../payments/share-pool";
import { tellShares } from "../../payments/tell-shares";
import { getOwnBudget } from "../../reveals/queries";
import { acceptAccount } from "../accept-account";
import { saveAccount } from "../answers/save-account";
import { saveLostTime } from "../answers/save-lost-time";
import { appealClaim } from "../appeal-claim";
import { chooseBenefits } from "../answers/choose-benefits";
import { changeAccount } from "../change-account";
import { confirmDecision } from "../decisions/confirm-decision";
import { fileClaim } from "../file-claim";
import { sendClaimMessage } from "../messages/send-claim-message";
import { getClaim } from "../queries/get-claim";
import { answerRequest } from "../requests/answer-request";
import { askClaimant } from "../requests/ask-claimant";
import { remindRequests } from "../requests/remind-requests";
import { listRiskReasons } from "../risk/queries";
import { takeClaim } from "../take-claim";
import { withdrawClaim } from "../withdraw-claim";
import { checkEntry } from "./check-entry";
import { lookAtEntry } from "./look-at-entry";
import { findRecord } from "./find-record";
import { printClaimLetter } from "./print-claim-letter";
import { getClaimForScans, getClaimIntake } from "./queries";
import { startPaperClaim } from "./start-paper-claim";

const database = useDatabase();
const DAY = 86_400_000;
const dayAt = (days: number) => new Date(Date.now() + 9 * 3_600_000 + days * DAY).toISOString().slice(0, 10);
const ACCOUNT = { kind: "kr-account", bank: "088", account: "110-123-456789", holder: "박노을" };
const later = (ctx: StaffContext, days: number): StaffContext => ({ ...ctx, clock: { now: () => new Date(Date.now() + days * DAY) } });

/** A claim for time by somebody of whom there is an address alone; typed by one, taken by another. */
async function aPaperClaim(terms: Parameters<typeof aProgramme>[2] = {}) {
  const incident = await aPublishedIncident(database.parts, ["ref,email,confirmed,postal_name,postal_code,postal_address", "b,,names,박노을,04102,서울특별시 마포구 하늘로 14", "m,minji@example.com,names,,,"].join("\n"));
  const programme = await aProgramme(database.parts, incident, { ...lossTerms, ...terms });
  const [typist, agent] = [staffContext(database.parts, ["support"]), staffContext(database.parts, ["support"])];
  const [record] = await findRecord(typist, incident.id, { query: "b" });
  const { claimId } = await startPaperClaim(typist, incident.id, { programme: programme.slug, subjectId: record!.subjectId.toString(), postmarkedOn: dayAt(0), signer: "박노을", locale: "en", answer: "post" });
  await chooseBenefits(typist, { claimId, benefits: "time" });
  await saveLostTime(typist, { claimId, hours: "2", minutes: "", what: "I called the bank and changed my passwords." });
  await saveAccount(typist, { claimId, ...ACCOUNT });
  const file = () => fileClaim(typist, { claimId, termsVersion: programme.termsVersion, accept: "1" });
  return { incident, programme, typist, agent, claimId, file };
}

const printed = async (ctx: StaffContext, claimId: string) => {
  const pdf = await printClaimLetter(ctx, { claimId, purpose: "contact", reason: "to tell them by post" }, { printer: openLetterPrinter(), portalUrl: "https://notice.haneulmall.example" });
  return (await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true })).text.replace(/\s+/g, " ");
};

const flagged = async (ctx: StaffContext, claimId: string) => (await getClaim(ctx, claimId)).claim.flags.includes("letter-due");

describe("a claimant who writes by post", () => {
  it("is told by a letter that nothing of a shared pool is left for them, which ways stay open, and of no payment", async () => {
    const { incident, programme, agent, claimId, file } = await aPaperClaim({ poolMinor: 1n, proRata: true });
    const other = await aFiledLossClaim(await aSubject(database.parts, incident, "minji@example.com"), programme, ["80000"], ACCOUNT);
    for (const id of [(await file()).id, other.id]) {
      await takeClaim(agent, { claimId: id });
      await decideFiled(agent, id, "yes");
    }
    expect(await printed(agent, claimId)).toMatch(/We have approved the claim.*we reckon what is paid to each/);
    await sharePool(later(staffContext(database.parts, ["finance"]), 120), { programmeId: programme.id });
    await tellShares(systemContext(database.parts), programme.id);
    expect(await getClaim(agent, claimId)).toMatchObject({ claim: { state: "approved", flags: ["letter-due", "nothing-left"] }, cutMinor: 20_060n });
    const letter = await printed(agent, claimId);
    expect(letter).toMatch(/nothing is left in the shared pool.*with 20,060 KRW in money.*we cannot pay anything.*What we had approved, and why:.*Lost time: 20,060 KRW.*You can still ask for damages.*Send it to: .*takes away none of your rights/);
    expect(letter).not.toMatch(/We will pay|is approved|have approved the claim/);
    expect(await flagged(agent, claimId)).toBe(false);
  });

  it("is asked by a letter, answers by one that counts from its postmark, and is decided on by its agent", async () => {
    const { agent, typist, claimId, file } = await aPaperClaim();
    await file();
    await takeClaim(agent, { claimId });
    await expect(answerRequest(typist, { claimId, postmarkedOn: dayAt(0), answer: "too soon" })).rejects.toMatchObject({ reason: "claim-not-asked" });
    // One letter says what there is to say by then; the queue shows it until it is printed.
    expect(await flagged(agent, claimId)).toBe(true);
    await askClaimant(agent, { claimId, items: ["explain-time"] });
    expect(await flagged(agent, claimId)).toBe(true);
    const broken = { ...openLetterPrinter(), print: () => Promise.reject(new Error("the printer broke off")) };
    await expect(printClaimLetter(agent, { claimId, purpose: "contact", reason: "to tell them by post" }, { printer: broken, portalUrl: "https://notice.haneulmall.example" })).rejects.toThrow("broke off");
    expect(await flagged(agent, claimId)).toBe(true);
    expect(await printed(agent, claimId)).toMatch(/A few words on what you spent the time on.*Send it to: .*1 Haneul-ro/);
    expect(await flagged(agent, claimId)).toBe(false);
    const [request] = (await getClaim(agent, claimId)).requests;
    const answer = { claimId, answer: "I was on the phone to the bank for two hours." };
    const late = later(staffContext(database.parts, ["lead"]), (request!.cureBy.getTime() - Date.now()) / DAY + 3);
    await expect(answerRequest(late, { ...answer, postmarkedOn: dayAt(-1) })).rejects.toMatchObject({ fields: { postmarkedOn: ["postmark-early"] } });
    await expect(answerRequest(late, answer)).rejects.toMatchObject({ kind: "invalid" });
    await expect(answerRequest(late, { claimId, postmarkedOn: dayAt(1), answer: "" })).rejects.toMatchObject({ fields: { answer: ["required"] } });
    expect(await database.db.select().from(claimLetters).where(eq(claimLetters.claimId, claimId))).toEqual([]);
    // Entered after the day that was given, posted before it.
    expect(await answerRequest(late, { ...answer, postmarkedOn: dayAt(1) })).toMatchObject({ state: "in-review", assignedTo: agent.actor.staffId });
    const detail = await getClaim(agent, claimId);
    expect(detail.requests[0]?.answer).toBe(answer.answer);
    expect(detail.claim.flags).toContain("unread");
    expect(await getClaimIntake(agent, detail.claim)).toMatchObject({ letters: [{ kind: "answer", postmarkedOn: dayAt(1), enteredBy: late.actor.staffId }] });
    const acts = await database.db.select({ action: auditEvents.action, details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.objectId, claimId));
    expect(acts.find(({ action }) => action === "claim.answer")?.details).toMatchObject({ late: false });
    expect(await flagged(agent, claimId)).toBe(false);
    expect(await decideFiled(agent, claimId, "yes")).toMatchObject({ proposed: false });
    expect(await flagged(agent, claimId)).toBe(true);
    await expect(database.db.$client.query("delete from claim_letters where claim_id = $1", [claimId])).rejects.toThrow(/does not change/);
  });

  it("is not said to have been reminded, and no message is written that they could not read", async () => {
    const { agent, claimId, file } = await aPaperClaim();
    await file();
    await takeClaim(agent, { claimId });
    await expect(sendClaimMessage(agent, { claimId, text: "Is that your account?", seen: 0 })).rejects.toMatchObject({ reason: "message-not-by-post" });
    await askClaimant(agent, { claimId, items: ["explain-time"] });
    await remindRequests({ ...systemContext(database.parts), clock: { now: () => new Date(Date.now() + 60 * DAY) } });
    const acts = await database.db.select({ action: auditEvents.action }).from(auditEvents).where(eq(auditEvents.objectId, claimId));
    expect(acts.map(({ action }) => action)).not.toContain("claim.cure-passed");
    expect((await getClaim(agent, claimId)).messages).toEqual([]);
  });

  it("appeals by a letter within the days that were given, and somebody else looks", async () => {
    const { agent, typist, claimId, file } = await aPaperClaim();
    await file();
    await takeClaim(agent, { claimId });
    await decideFiled(agent, claimId, "no", "The time does not follow from the leak.");
    expect(await printed(typist, claimId)).toMatch(/with a postmark of .*Send it to:/);
    const text = "The bank asked me to come in person.";
    const [soon, long] = [later(typist, 25), later(typist, 60)];
    await expect(appealClaim(long, { claimId, postmarkedOn: dayAt(50), text })).rejects.toMatchObject({ reason: "appeal-too-late" });
    expect(await appealClaim(soon, { claimId, postmarkedOn: dayAt(20), text })).toMatchObject({ state: "appealed", assignedTo: null });
    expect(await printed(typist, claimId)).toContain("A different person will look at it again");
    await expect(takeClaim(agent, { claimId })).rejects.toMatchObject({ reason: "appeal-own-decision" });
  });

  it("appeals by a letter against what was not granted, which is a claim of its own on paper as well", async () => {
    const { agent, typist, claimId, file } = await aPaperClaim();
    await file();
    await takeClaim(agent, { claimId });
    await decideFiled(agent, claimId, "yes", "We counted one of the two hours.", { minutes: "60" });
    expect(await printed(typist, claimId)).toMatch(/what was not granted\. What was granted is paid meanwhile\..*Send it to:/);
    // Of a pool that is to be shared nothing is paid before, and less may be.
    await database.db.execute(sql`update ledger_pools set pool_minor = 1000000, pro_rata = true`);
    const waiting = await printed(typist, claimId);
    expect(waiting).toMatch(/may then be less than was approved/);
    expect(waiting).not.toMatch(/paid meanwhile|in the way you chose/);
    await database.db.execute(sql`update ledger_pools set pool_minor = null, pro_rata = false`);
    const appeal = { claimId, postmarkedOn: dayAt(20), text: "The second hour was at the bank." };
    await expect(appealClaim(later(typist, 60), { ...appeal, postmarkedOn: dayAt(50) })).rejects.toMatchObject({ reason: "appeal-too-late" });
    const rest = await appealClaim(later(typist, 40), appeal);
    expect(rest).toMatchObject({ state: "appealed", restOf: claimId, amountMinor: 10_030n });
    await expect(appealClaim(later(typist, 40), appeal)).rejects.toMatchObject({ reason: "appealed-already" });
    expect((await getClaimIntake(agent, (await getClaim(agent, claimId)).claim))?.letters).toMatchObject([{ kind: "appeal", postmarkedOn: dayAt(20) }]);
    expect(await getClaimIntake(agent, rest)).toMatchObject({ way: "paper", signer: "박••", letters: [] });
    expect(await flagged(agent, rest.id)).toBe(true);
    const { reference } = (await getClaim(agent, claimId)).claim;
    expect(await printed(typist, rest.id)).toMatch(new RegExp(`part of claim ${reference!} that was not granted.*A different person will look at it again`));
    expect(await printed(typist, claimId)).not.toContain("Send it to:");
    // Whoever typed the claim does not grant the rest alone.
    await takeClaim(typist, { claimId: rest.id });
    expect(await decideFiled(typist, rest.id, "yes")).toMatchObject({ proposed: true });
    const other = staffContext(database.parts, ["support"]);
    expect(await confirmDecision(other, { claimId: rest.id, edit: (await getClaim(other, rest.id)).decisions.at(-1)!.edit, seen: 1 })).toMatchObject({ state: "approved", approvedMinor: 10_030n });
    expect(await printed(typist, rest.id)).toContain("on top of what was granted before");
  });

  it("takes a claim back by a letter", async () => {
    const { typist, claimId, file } = await aPaperClaim();
    await file();
    await expect(withdrawClaim(typist, { claimId })).rejects.toMatchObject({ kind: "invalid" });
    expect(await withdrawClaim(staffContext(database.parts, ["lead"]), { claimId, postmarkedOn: dayAt(0) })).toMatchObject({ state: "withdrawn" });
    expect(await printed(typist, claimId)).toContain("is withdrawn");
  });

  it("names another account by a letter: every letter of ours says so from then on, and a second person accepts it", async () => {
    const { agent, typist, claimId, file } = await aPaperClaim();
    await file();
    await takeClaim(agent, { claimId });
    await decideFiled(agent, claimId, "yes");
    expect(await printed(agent, claimId)).not.toContain("another account");
    const other = { ...ACCOUNT, claimId, account: "110-987-654321" };
    await expect(changeAccount(agent, other)).rejects.toMatchObject({ kind: "invalid" });
    const { payoutVersion } = await changeAccount(agent, { ...other, postmarkedOn: dayAt(0) });
    expect(await printed(agent, claimId)).toContain("named another account for this claim");
    for (const own of [agent, typist]) await expect(acceptAccount(own, { claimId, payoutVersion })).rejects.toMatchObject({ reason: "second-person" });
    expect(await acceptAccount(staffContext(database.parts, ["support"]), { claimId, payoutVersion })).toMatchObject({ approvedPayoutVersion: payoutVersion });
  });
});

describe("whoever types a claim from paper", () => {
  it("sees it in the clear until it is filed, and does not grant it alone", async () => {
    const { incident, typist, agent, claimId, file } = await aPaperClaim();
    expect(await checkEntry(typist, claimId)).toEqual({ postmarkedOn: dayAt(0), signer: "박노을" });
    await expect(checkEntry(agent, claimId)).rejects.toMatchObject({ kind: "not-found" });
    await lookAtEntry(typist, claimId);
    await expect(lookAtEntry(agent, claimId)).rejects.toMatchObject({ kind: "not-found" });
    // Its person reads of both, though they cannot prove a contact.
    const told = await database.db.select({ action: auditEvents.action, role: sql`${auditEvents.details} ->> 'role'` }).from(auditSubjects).innerJoin(auditEvents, eq(auditEvents.id, auditSubjects.eventId)).where(and(eq(auditSubjects.incidentId, incident.id), eq(auditEvents.objectId, claimId))).orderBy(auditEvents.id);
    expect(told).toEqual([{ action: "claim.check-paper", role: "support" }, { action: "claim.read-entry", role: "support" }]);
    expect((await getOwnBudget(typist)).used).toBe(1);
    await file();
    await expect(checkEntry(typist, claimId)).rejects.toMatchObject({ kind: "not-found" });
    await takeClaim(typist, { claimId });
    expect(await decideFiled(typist, claimId, "yes")).toMatchObject({ proposed: true });
    const edit = (await getClaim(typist, claimId)).decisions.at(-1)!.edit;
    await expect(confirmDecision(typist, { claimId, edit, seen: 0 })).rejects.toMatchObject({ reason: "second-person" });
    expect(await confirmDecision(agent, { claimId, edit, seen: 0 })).toMatchObject({ state: "approved" });
  });

  it("may deny it alone", async () => {
    const { typist, claimId, file } = await aPaperClaim();
    await file();
    await takeClaim(typist, { claimId });
    expect(await decideFiled(typist, claimId, "no", "The time does not follow from the leak.")).toMatchObject({ proposed: false });
  });
});

it("is compared with other claims by what is on the paper, and not by the desk at which it was typed", async () => {
  const { typist, claimId, file } = await aPaperClaim();
  await file();
  const traces = await database.db.select({ kind: claimTraces.kind }).from(claimTraces).where(eq(claimTraces.claimId, claimId));
  const kinds = new Set(traces.map(({ kind }) => kind));
  expect([...kinds]).toEqual(expect.arrayContaining(["account", "address"]));
  expect(kinds.has("device") || kinds.has("network")).toBe(false);
  expect(await listRiskReasons(typist, claimId)).toEqual([]);
});

it("scans are added to any filed claim and to an entry of one's own", async () => {
  const { incident, programme, typist, agent, claimId, file } = await aPaperClaim();
  expect((await getClaimForScans(typist, claimId)).state).toBe("draft");
  await expect(getClaimForScans(agent, claimId)).rejects.toMatchObject({ kind: "not-found" });
  await file();
  expect((await getClaimForScans(agent, claimId)).state).toBe("submitted");
  const online = await aFiledLossClaim(await aSubject(database.parts, incident, "minji@example.com"), programme, ["1,000"], ACCOUNT);
  expect(await getClaimForScans(agent, online.id)).toMatchObject({ id: online.id });
  // What an online claimant does they do themselves.
  await expect(withdrawClaim(agent, { claimId: online.id, postmarkedOn: dayAt(0) })).rejects.toMatchObject({ kind: "not-found" });
  await expect(getClaimForScans(staffContext(database.parts, ["finance"]), claimId)).rejects.toMatchObject({ kind: "forbidden" });
});
