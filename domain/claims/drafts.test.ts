import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { claims } from "@/db/schema/claims";
import { claimTraces } from "@/db/schema/claim-risk";
import { evidenceFiles } from "@/db/schema/evidence";
import { aDraftClaim, aFiledClaim, aProgramme, changeTerms } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { importText, publish } from "@/test/imports";
import { aPublishedIncident, aSubject, openQueued } from "@/test/lookups";
import { startEvidence } from "../evidence/start-evidence";
import type { SubjectContext } from "../kernel/context";
import type { ProgrammeTerms } from "../programmes/types";
import { chooseBenefits } from "./answers/choose-benefits";
import { saveAccount } from "./answers/save-account";
import { saveLostTime } from "./answers/save-lost-time";
import { changeAccount } from "./change-account";
import { dropDraft } from "./drop-draft";
import { fileClaim } from "./file-claim";
import { findUnclaimed } from "./find-claimable";
import { findOwnDraft, getOwnClaim, getOwnClaimById, listOwnClaims } from "./own-claim";
import { dropEntry } from "./paper/drop-entry";
import { findRecord } from "./paper/find-record";
import { startPaperClaim } from "./paper/start-paper-claim";
import { paperOwner } from "./paper-owner";
import { getClaim } from "./queries/get-claim";
import { listClaims } from "./queries/list-claims";
import { askClaimant } from "./requests/ask-claimant";
import { searchClaims } from "./search-claims";
import { startClaim } from "./start-claim";
import { takeClaim } from "./take-claim";
import { withdrawClaim } from "./withdraw-claim";

const database = useDatabase();
const CSV = [
  "ref,email,phone,confirmed,postal_name,postal_code,postal_address",
  "a,minji@example.com,010-2345-6734,names,김민지,04101,서울특별시 마포구 하늘로 12",
  "b,minji@example.com,,names,박노을,04102,서울특별시 마포구 하늘로 14",
  "c,alone@example.com,010-2345-6735,names,이마음,04103,서울특별시 마포구 하늘로 16",
].join("\n");
const account = { kind: "kr-account", bank: "088", account: "110-123-456789", holder: "이마음" };

async function scene() {
  const incident = await aPublishedIncident(database.parts, CSV);
  const programme = await aProgramme(database.parts, incident);
  const support = staffContext(database.parts, ["support"]);
  const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
  const paper = async (ref: string, answer: string) => ({ programme: programme.slug, subjectId: (await findRecord(support, incident.id, { query: ref }))[0]!.subjectId.toString(), postmarkedOn: today, signer: "이마음", locale: "ko", answer });
  return { incident, programme, support, paper, byPhone: await aSubject(database.parts, incident, "010-2345-6735"), byMail: await aSubject(database.parts, incident, "alone@example.com", "en") };
}

/** A draft with everything in it that a person can leave behind. */
async function aFullDraft(subject: SubjectContext, programme: Parameters<typeof aDraftClaim>[1]): Promise<string> {
  const claimId = await aDraftClaim(subject, programme);
  await chooseBenefits(subject, { claimId, benefits: "cash" });
  await saveAccount(subject, { claimId, ...account });
  await startEvidence(subject, paperOwner(await getOwnClaimById(subject, claimId)), { name: "receipt.pdf", size: "100" });
  return claimId;
}

const events = async (claimId: string) => (await database.db.select({ action: auditEvents.action, details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.objectId, claimId)).orderBy(auditEvents.id)).filter(({ action }) => action !== "claim.change-draft");
const told = async (incidentId: string) => (await openQueued(database.parts, incidentId)).filter(({ purpose }) => purpose.startsWith("claim"));
const left = async (claimId: string) => {
  const [row] = await database.db.select({ state: claims.state, answers: claims.sealedAnswers, payout: claims.sealedPayout }).from(claims).where(eq(claims.id, claimId));
  return { ...row, papers: (await database.db.select({ id: evidenceFiles.id }).from(evidenceFiles).where(and(eq(evidenceFiles.ownerKind, "claim"), eq(evidenceFiles.ownerId, claimId)))).length };
};

describe("a draft that was begun and not filed", () => {
  it("is thrown away by its person with all that was in it, once, and then another can be begun", async () => {
    const { incident, programme, support, byPhone, byMail } = await scene();
    const claimId = await aFullDraft(byPhone, programme);
    await expect(dropDraft(byMail, { claimId })).rejects.toMatchObject({ kind: "not-found" });
    await dropDraft(byPhone, { claimId });
    await dropDraft(byPhone, { claimId });
    expect(await left(claimId)).toEqual({ state: "withdrawn", answers: null, payout: null, papers: 0 });
    expect(await events(claimId)).toEqual([{ action: "claim.start", details: expect.anything() as unknown }, { action: "claim.drop-draft", details: { papers: 1 } }]);
    expect(await told(incident.id)).toEqual([]);
    expect((await listClaims(support, incident.id, { state: "withdrawn" })).claims).toEqual([]);
    expect(await searchClaims(support, incident.id, { query: "010-2345-6735" })).toEqual([]);
    await expect(chooseBenefits(byPhone, { claimId, benefits: "vouchers" })).rejects.toMatchObject({ reason: "claim-ended" });
    await expect(fileClaim(byPhone, { claimId, termsVersion: 1, accept: "1" })).rejects.toMatchObject({ reason: "claim-ended" });
    const filed = await aFiledClaim(byPhone, programme);
    await expect(dropDraft(byPhone, { claimId: filed.id })).rejects.toMatchObject({ reason: "claim-already-filed" });
  });

  it("gives way to one from another contact of its record, whose holder sees nothing of it, and its own contact is told", async () => {
    const { incident, programme, byPhone, byMail } = await scene();
    const old = await aFullDraft(byPhone, programme);
    expect(await findUnclaimed(byMail, byMail.actor, programme)).toMatchObject({ unclaimed: [], begun: [{}], entered: [], claimed: [] });
    await expect(startClaim(byMail, { programme: programme.slug })).rejects.toMatchObject({ reason: "begun-elsewhere" });
    await Promise.all([1, 2, 3].map(() => startClaim(byMail, { programme: programme.slug, replace: "1" })));
    const draft = (await findOwnDraft(byMail, programme.id))!;
    expect(draft).toMatchObject({ payout: null, answers: { contact: { value: "alone@example.com" }, benefits: [], losses: [] } });
    expect(draft.claim.id).not.toBe(old);
    await expect(getOwnClaimById(byMail, old)).rejects.toMatchObject({ kind: "not-found" });
    expect(await left(old)).toEqual({ state: "withdrawn", answers: null, payout: null, papers: 0 });
    expect(await events(old)).toMatchObject([{ action: "claim.start" }]);
    expect(await events(draft.claim.id)).toMatchObject([{ action: "claim.start", details: { replaced: old, papers: 1 } }]);
    const letters = await told(incident.id);
    expect(letters).toMatchObject([{ purpose: "claim-begun-anew", content: { to: "+821023456735" } }]);
    expect(JSON.stringify(letters)).not.toMatch(/alone|이마음|null|undefined/);
    // Whoever had begun it can take it back in turn, as long as nothing is filed.
    await expect(fileClaim(byPhone, { claimId: old, termsVersion: 1, accept: "1" })).rejects.toMatchObject({ reason: "claim-ended" });
    await startClaim(byPhone, { programme: programme.slug, replace: "1" });
    const filed = await aFiledClaim(byPhone, programme);
    await expect(startClaim(byMail, { programme: programme.slug, replace: "1" })).rejects.toMatchObject({ reason: "claimed-already" });
    expect((await database.db.select({ state: claims.state }).from(claims).where(eq(claims.programmeId, programme.id))).filter(({ state }) => state !== "withdrawn")).toEqual([{ state: "submitted" }]);
    expect(await getOwnClaim(byPhone, filed.reference!)).toMatchObject({ answers: { contact: { kind: "phone" } } });
  });

  it("comes after the records for which nothing was begun", async () => {
    const { incident, programme } = await scene();
    const [byPhone, byMail] = [await aSubject(database.parts, incident, "010-2345-6734"), await aSubject(database.parts, incident, "minji@example.com")];
    const old = await aDraftClaim(byPhone, programme);
    await startClaim(byMail, { programme: programme.slug, replace: "1" });
    expect((await findOwnDraft(byPhone, programme.id))?.claim.id).toBe(old);
  });

  it("that is being filed is filed or gives way, never both", async () => {
    const { programme, byPhone, byMail } = await scene();
    const claimId = await aDraftClaim(byPhone, programme);
    await chooseBenefits(byPhone, { claimId, benefits: "vouchers" });
    const [filed, begun] = await Promise.allSettled([fileClaim(byPhone, { claimId, termsVersion: 1, accept: "1" }), startClaim(byMail, { programme: programme.slug, replace: "1" })]);
    const living = (await database.db.select({ state: claims.state }).from(claims).where(eq(claims.programmeId, programme.id))).filter(({ state }) => state !== "withdrawn");
    expect([filed.status, begun.status].sort()).toEqual(["fulfilled", "rejected"]);
    expect(living).toEqual([{ state: filed.status === "fulfilled" ? "submitted" : "draft" }]);
  });

  it("gives way to a form on paper, which is its person's only when it is filed and gives way to nobody", async () => {
    const { incident, programme, support, paper, byPhone, byMail } = await scene();
    const old = await aFullDraft(byMail, programme);
    const { claimId } = await startPaperClaim(support, incident.id, await paper("c", "e0"));
    const kept = await left(old);
    expect(kept).toMatchObject({ state: "withdrawn", payout: null, papers: 0 });
    // The contact alone, until it is known what comes of the form.
    expect(kept.answers!.length).toBeLessThan(300);
    expect(await events(claimId)).toMatchObject([{ action: "claim.enter-paper", details: { replaced: old, papers: 1 } }]);
    expect(await told(incident.id)).toMatchObject([{ purpose: "claim-came-by-post", content: { to: "alone@example.com" } }]);
    expect(await listOwnClaims(byMail, programme.id)).toEqual([]);
    for (const subject of [byMail, byPhone]) {
      expect(await findUnclaimed(subject, subject.actor, programme)).toMatchObject({ unclaimed: [], begun: [], entered: [{}], claimed: [] });
      await expect(startClaim(subject, { programme: programme.slug, replace: "1" })).rejects.toMatchObject({ reason: "entered-from-paper" });
    }
    await chooseBenefits(support, { claimId, benefits: "vouchers" });
    const { reference } = await fileClaim(support, { claimId, termsVersion: 1, accept: "1" });
    expect((await getOwnClaim(byMail, reference!)).claim.id).toBe(claimId);
    expect(await listOwnClaims(byPhone, programme.id)).toEqual([]);
    expect((await left(old)).answers).toBeNull();
  });

  it("gives way to a form on paper of which nothing comes, and then its contact is told, and can begin anew", async () => {
    const { incident, programme, support, paper, byMail, byPhone } = await scene();
    const old = await aFullDraft(byPhone, programme);
    const { claimId } = await startPaperClaim(support, incident.id, await paper("c", "e0"));
    await dropEntry(support, { claimId, reason: "The form is not signed by anybody." });
    expect(await told(incident.id)).toMatchObject([{ purpose: "claim-came-by-post" }, { purpose: "claim-not-entered", content: { to: "+821023456735", text: expect.stringMatching(/접수하지 못해[\s\S]*새로 시작/) as unknown } }]);
    expect((await left(old)).answers).toBeNull();
    // Whoever enters it anew and drops that as well tells nobody twice.
    await dropEntry(support, { claimId: (await startPaperClaim(support, incident.id, await paper("c", "e0"))).claimId, reason: "The form is not signed by anybody." });
    expect(await told(incident.id)).toHaveLength(2);
    await aDraftClaim(byMail, programme);
  });

  it("of one record does not keep a form on paper out that came for another with the same address", async () => {
    const { incident, programme, support, paper } = await scene();
    const byMail = await aSubject(database.parts, incident, "minji@example.com");
    const online = await aDraftClaim(byMail, programme);
    const { claimId } = await startPaperClaim(support, incident.id, await paper("b", "e0"));
    expect((await findOwnDraft(byMail, programme.id))?.claim.id).toBe(online);
    await chooseBenefits(support, { claimId, benefits: "vouchers" });
    await fileClaim(support, { claimId, termsVersion: 1, accept: "1" });
    expect((await listOwnClaims(byMail, programme.id)).map(({ id }) => id).sort()).toEqual([online, claimId].sort());
  });
});

it("a claim that was withdrawn is withdrawn however often it is asked for, and nothing is filed by a form that was left open", async () => {
  const { programme, byMail } = await scene();
  const { id } = await aFiledClaim(byMail, programme);
  await withdrawClaim(byMail, { claimId: id });
  expect(await withdrawClaim(byMail, { claimId: id })).toMatchObject({ state: "withdrawn" });
  await expect(fileClaim(byMail, { claimId: id, termsVersion: 1, accept: "1" })).rejects.toMatchObject({ reason: "claim-ended" });
  expect((await events(id)).map(({ action }) => action)).toEqual(["claim.start", "claim.file", "claim.withdraw"]);
});

describe("a draft under terms or data that changed since", () => {
  const every = (classes: ProgrammeTerms["benefits"][number]["eligibility"]["classes"] = []) => ({ name: { ko: "이름", en: "Name" }, explanation: { ko: "설명", en: "About" }, eligibility: { evidence: "confirmed" as const, classes, kinds: ["account-holder" as const] } });
  const cash = { kind: "flat-cash" as const, slug: "cash", ...every(), amountMinor: 10_000n };
  const watch = { kind: "monitoring" as const, slug: "watch", ...every(["names"]), months: 12, costMinor: 9_000n, provider: { ko: "하늘지킴이", en: "Haneul Watch" } };
  const time = { kind: "lost-time" as const, slug: "time", ...every(["names"]), rateMinor: 12_000n, stepMinutes: 15, minimumMinutes: 15, capMinutes: 300 };

  async function begun(benefits: ProgrammeTerms["benefits"], chosen: string[]) {
    const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names;access-codes");
    const programme = await aProgramme(database.parts, incident, { exclusive: [], benefits });
    const subject = await aSubject(database.parts, incident, "minji@example.com");
    const claimId = await aDraftClaim(subject, programme);
    if (chosen.length > 0) await chooseBenefits(subject, { claimId, benefits: chosen });
    const lose = async () => {
      await importText(database.parts, incident.id, "ref,email,confirmed,cleared\na,minji@example.com,access-codes,names", "amend");
      await publish(database.parts, incident.id, 2);
    };
    const file = async (termsVersion = 1) => fileClaim(subject, { claimId, termsVersion, accept: "1" });
    return { incident, programme, subject, claimId, lose, file };
  }

  it.each([[["watch"]], [["cash", "watch"]], [[]]])("asks for what alone is still offered, whatever was chosen before: %j", async (chosen) => {
    const { subject, claimId, lose, file } = await begun([cash, watch], chosen);
    await lose();
    expect(await saveAccount(subject, { claimId, ...account })).toEqual({ next: null });
    const filed = await file();
    expect(filed).toMatchObject({ amountMinor: 10_000n });
    expect(await getOwnClaim(subject, filed.reference!)).toMatchObject({ answers: { benefits: ["cash"] }, benefits: [{ benefit: "cash", allowedMinor: 10_000n }] });
  });

  it("counts what is offered alone towards its amount, and asks again where what was chosen is none of several", async () => {
    const { subject, claimId, lose } = await begun([cash, { ...cash, slug: "more" }, watch, time], ["cash", "watch", "time"]);
    await saveLostTime(subject, { claimId, hours: "1", minutes: "0", what: "은행에 다녀왔습니다. 오래 걸렸습니다." });
    expect((await getOwnClaimById(subject, claimId)).amountMinor).toBe(22_000n);
    await lose();
    await saveAccount(subject, { claimId, ...account });
    expect((await getOwnClaimById(subject, claimId)).amountMinor).toBe(10_000n);
    await chooseBenefits(subject, { claimId, benefits: ["more"] });
    const other = await begun([cash, { ...cash, slug: "more" }, watch], ["watch"]);
    await other.lose();
    expect(await saveAccount(other.subject, { claimId: other.claimId, ...account })).toEqual({ next: "benefits" });
  });

  it("asks again where what was chosen excludes each other now", async () => {
    const { programme, subject, claimId, file } = await begun([cash, watch], ["cash", "watch"]);
    await changeTerms(database.parts, programme, { exclusive: [["cash", "watch"]] });
    expect(await saveAccount(subject, { claimId, ...account })).toEqual({ next: "benefits" });
    await expect(file(2)).rejects.toMatchObject({ reason: "claim-incomplete" });
    expect(await chooseBenefits(subject, { claimId, benefits: ["cash"] })).toEqual({ next: null });
    await file(2);
  });

  it("is filed for nothing where nothing is offered any more, and can be thrown away", async () => {
    const { subject, programme, claimId, lose, file } = await begun([watch], []);
    await lose();
    await expect(file()).rejects.toMatchObject({ reason: "not-eligible" });
    await dropDraft(subject, { claimId });
    await expect(startClaim(subject, { programme: programme.slug })).rejects.toMatchObject({ reason: "not-eligible" });
  });

  it("is filed without the account, the time and the choices that it has no use for", async () => {
    const { incident, subject, claimId, file } = await begun([cash, watch, time], ["cash", "time"]);
    await saveLostTime(subject, { claimId, hours: "1", minutes: "0", what: "은행에 다녀왔습니다. 오래 걸렸습니다." });
    await saveAccount(subject, { claimId, ...account });
    expect(await chooseBenefits(subject, { claimId, benefits: "watch" })).toEqual({ next: null });
    const filed = await file();
    expect(filed.payoutVersion).toBe(0);
    const own = await getOwnClaim(subject, filed.reference!);
    expect([own.payout, own.answers?.time]).toEqual([null, undefined]);
    await expect(changeAccount(subject, { claimId, ...account })).rejects.toMatchObject({ reason: "account-closed" });
    const agent = staffContext(database.parts, ["support"]);
    expect((await getClaim(agent, claimId)).masked.payout).toBeNull();
    const traces = await database.db.select({ kind: claimTraces.kind }).from(claimTraces).where(eq(claimTraces.incidentId, incident.id));
    expect(traces.map(({ kind }) => kind)).not.toContain("account");
    await takeClaim(agent, { claimId });
    await expect(askClaimant(agent, { claimId, items: ["explain-time"], note: "" })).rejects.toMatchObject({ fields: { items: ["choose-what"] } });
  });
});
