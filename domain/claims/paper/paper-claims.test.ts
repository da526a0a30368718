import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import { openLetterPrinter } from "@/channels/letter/letter-printer";
import { auditEvents } from "@/db/schema/audit";
import { claims } from "@/db/schema/claims";
import { correspondenceMails } from "@/db/schema/correspondence";
import { revealDays } from "@/db/schema/reveals";
import { aDraftClaim, aFiledClaim, aProgramme, changeTerms, lossTerms } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject, openQueued } from "@/test/lookups";
import { getOwnBudget } from "../../reveals/queries";
import { chooseBenefits } from "../answers/choose-benefits";
import { saveAccount } from "../answers/save-account";
import { saveLoss } from "../answers/save-loss";
import { changeAccount } from "../change-account";
import { fileClaim } from "../file-claim";
import { getOwnClaim } from "../own-claim";
import { getClaim } from "../queries/get-claim";
import { searchClaims } from "../search-claims";
import { withdrawClaim } from "../withdraw-claim";
import { dropEntry } from "./drop-entry";
import { findRecord, readMaskedRecord } from "./find-record";
import { getClaimIntake, listEntries } from "./queries";
import { printClaimLetter } from "./print-claim-letter";
import { versionAtPost, whyNotPostmarked } from "./rules";
import { startPaperClaim } from "./start-paper-claim";

const database = useDatabase();
const CSV = [
  "ref,email,phone,confirmed,possible,postal_name,postal_code,postal_address",
  "a,minji@example.com,010-2345-6734,names;access-codes,,김민지,04101,서울특별시 마포구 하늘로 12|103동 1204호",
  "b,,,names,,박노을,04102,서울특별시 마포구 하늘로 14",
  "c,maybe@example.com,,,names,,,",
].join("\n");

async function scene(terms: Parameters<typeof aProgramme>[2] = {}) {
  const incident = await aPublishedIncident(database.parts, CSV);
  const programme = await aProgramme(database.parts, incident, terms);
  const support = staffContext(database.parts, ["support"]);
  const recordOf = async (query: string) => (await findRecord(support, incident.id, { query }))[0]!.subjectId.toString();
  const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
  const paper = async (query: string, answer: string) => ({ programme: programme.slug, subjectId: await recordOf(query), postmarkedOn: today, signer: "김민지", locale: "en", answer });
  return { incident, programme, support, paper, today };
}
const mails = async (incidentId: string) => (await database.db.select({ purpose: correspondenceMails.purpose }).from(correspondenceMails).where(eq(correspondenceMails.incidentId, incidentId))).filter(({ purpose }) => purpose.startsWith("claim")).length;

describe("the record that a paper speaks of", () => {
  it("is found by contact and by reference, masked, and every look is written down without what was typed", async () => {
    const { incident, support } = await scene();
    for (const query of ["Minji@example.com", "+82 10-2345-6734", "a"]) {
      const [record, second] = await findRecord(support, incident.id, { query });
      expect(record).toMatchObject({ kind: "account-holder", name: "김••", places: [{ place: "e0", masked: "m•••@example.com" }, { place: "p0" }, { place: "post", masked: null }] });
      expect(JSON.stringify({ ...record, subjectId: "" })).not.toMatch(/민지|하늘로|2345/);
      expect(second).toBeUndefined();
    }
    expect(await findRecord(support, incident.id, { query: "nobody@example.com" })).toEqual([]);
    expect(await findRecord(support, incident.id, { query: "L-2345-6789-2345" })).toEqual([]);
    const looks = await database.db.select({ details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.objectId, incident.id));
    const found = looks.map(({ details }) => details as { by?: string; found?: number }).filter(({ by }) => by !== undefined);
    expect(found.map(({ by, found }) => `${by} ${found}`).sort()).toEqual(["email 1", "phone 1", "reference 0", "reference 0", "reference 1"]);
    expect(JSON.stringify(looks)).not.toMatch(/minji|nobody|6734/i);
  });

  it("takes one off the budget by each number that was not found first, once however often it is opened, and by each search that finds nobody", async () => {
    const { incident, support } = await scene();
    const other = staffContext(database.parts, ["support"]);
    const used = async () => (await getOwnBudget(support)).used;
    const [record] = await findRecord(support, incident.id, { query: "a" });
    const first = record!.subjectId;
    for (let times = 0; times < 3; times++) expect(await readMaskedRecord(support, incident.id, first)).toMatchObject({ name: "김••" });
    expect(await used()).toBe(1);
    const [second] = await findRecord(other, incident.id, { query: "b" });
    await readMaskedRecord(support, incident.id, second!.subjectId);
    expect(await used()).toBe(2);
    for (let n = 1n; n <= 3n; n++) expect(await readMaskedRecord(support, incident.id, 900_000n + n)).toBeNull();
    expect(await used()).toBe(5);
    for (const query of ["nobody@example.com", "010-9999-9999", "nothing"]) expect(await findRecord(support, incident.id, { query })).toEqual([]);
    expect(await used()).toBe(8);
    const tomorrow = { ...support, clock: { now: () => new Date(Date.now() + 86_400_000) } };
    await readMaskedRecord(tomorrow, incident.id, first);
    expect((await getOwnBudget(tomorrow)).used).toBe(1);
    await database.db.update(revealDays).set({ used: (await getOwnBudget(support)).limit }).where(eq(revealDays.staffId, support.actor.staffId));
    await expect(readMaskedRecord(support, incident.id, second!.subjectId + 100n)).rejects.toMatchObject({ reason: "reveals-spent" });
    await expect(findRecord(support, incident.id, { query: "nobody@example.com" })).rejects.toMatchObject({ reason: "reveals-spent" });
    expect(await readMaskedRecord(support, incident.id, first)).not.toBeNull();
  });

  it("is looked for by those alone who enter papers", async () => {
    const { incident } = await scene();
    for (const role of ["finance", "auditor", "comms"] as const) await expect(findRecord(staffContext(database.parts, [role]), incident.id, { query: "a" })).rejects.toMatchObject({ kind: "forbidden" });
  });
});

describe("another account that a letter names", () => {
  it.each([
    ["en", "a letter that came to us by post named another one", /just proved/],
    ["ko", "우편으로 받은 편지에 다른 계좌가 적혀 있어", /방금/],
  ])("is told to an address by what it was, and nobody is said to have proven that address (%s)", async (locale, said, unsaid) => {
    const { incident, programme, support, paper, today } = await scene();
    const { claimId } = await startPaperClaim(support, incident.id, { ...(await paper("a", "e0")), locale });
    await chooseBenefits(support, { claimId, benefits: "cash" });
    const account = { claimId, kind: "kr-account", bank: "088", account: "110-123-456789", holder: "김민지" };
    await saveAccount(support, account);
    await fileClaim(support, { claimId, termsVersion: programme.termsVersion, accept: "1" });
    await changeAccount(support, { ...account, account: "110-987-654321", postmarkedOn: today });
    const { purpose, content } = (await openQueued(database.parts, incident.id)).at(-1)!;
    expect(purpose).toBe("claim-account-changed");
    expect(content.text).toContain(said);
    expect(content.text).not.toMatch(unsaid);
    expect(content.text).not.toMatch(/987/);
  });
});

describe("a claim on paper", () => {
  it("is entered through the questions of the portal and filed once, with a mail to the address of its record, where it can be followed", async () => {
    const { incident, programme, support, paper, today } = await scene();
    const subject = await aSubject(database.parts, incident, "minji@example.com");
    const { claimId } = await startPaperClaim(support, incident.id, await paper("a", "e0"));
    expect(await startPaperClaim(support, incident.id, await paper("a", "e0"))).toEqual({ claimId });
    expect(await listEntries(support, incident.id, { whose: "own" })).toMatchObject([{ id: claimId, postmarkedOn: today }]);
    expect(await chooseBenefits(support, { claimId, benefits: "cash" })).toEqual({ next: "account" });
    const filing = { claimId, termsVersion: programme.termsVersion, accept: "1" };
    await expect(fileClaim(support, filing)).rejects.toMatchObject({ reason: "claim-incomplete" });
    await expect(saveAccount(support, { claimId, kind: "kr-account", bank: "088", account: "12", holder: "김민지" })).rejects.toMatchObject({ fields: { account: ["account-length"] } });
    expect(await saveAccount(support, { claimId, kind: "kr-account", bank: "088", account: "110-123-456789", holder: "김민지" })).toEqual({ next: null });
    const filed = await Promise.all(Array.from({ length: 10 }, () => fileClaim(support, filing)));
    expect(new Set(filed.map(({ reference }) => reference)).size).toBe(1);
    expect(filed[0]).toMatchObject({ state: "submitted", locale: "en", amountMinor: 50_000n });
    expect(await mails(incident.id)).toBe(1);
    expect((await getClaim(support, claimId)).events.map(({ from, to, byKind }) => `${from ?? ""}>${to} ${byKind}`)).toEqual([">draft staff", "draft>submitted staff"]);
    expect(await getClaimIntake(support, filed[0]!)).toMatchObject({ way: "paper", postmarkedOn: today, signer: "김••", compared: false });
    expect(await listEntries(support, incident.id)).toEqual([]);
    expect((await getOwnClaim(subject, filed[0]!.reference!)).claim.id).toBe(claimId);
  });

  it("is no way to its record at no cost: whoever looked at the claim alone, or searched for it by its number, has not been shown the record", async () => {
    const { incident, programme, support, paper } = await scene();
    const { claimId } = await startPaperClaim(support, incident.id, await paper("a", "e0"));
    await chooseBenefits(support, { claimId, benefits: "vouchers" });
    const { reference, subjectId } = await fileClaim(support, { claimId, termsVersion: programme.termsVersion, accept: "1" });
    const other = staffContext(database.parts, ["support"]);
    const used = async () => (await getOwnBudget(other)).used;
    await getClaim(other, claimId);
    await searchClaims(other, incident.id, { query: reference! });
    expect(await used()).toBe(0);
    for (let times = 0; times < 2; times++) {
      expect(await readMaskedRecord(other, incident.id, subjectId)).not.toBeNull();
      expect(await used()).toBe(1);
    }
  });

  it("is found by any address of its record, whichever it is answered at, and by nobody else's", async () => {
    const { incident, programme, support, paper } = await scene();
    const { claimId } = await startPaperClaim(support, incident.id, await paper("a", "post"));
    const found = async (query: string) => (await searchClaims(support, incident.id, { query })).map(({ id }) => id);
    expect(await found("minji@example.com")).toEqual([]);
    await chooseBenefits(support, { claimId, benefits: "cash" });
    await saveAccount(support, { claimId, kind: "kr-account", bank: "088", account: "110-123-456789", holder: "김민지" });
    await fileClaim(support, { claimId, termsVersion: programme.termsVersion, accept: "1" });
    for (const query of ["Minji@example.com", "010-2345-6734"]) expect(await found(query)).toEqual([claimId]);
    for (const query of ["maybe@example.com", "010-2345-6735"]) expect(await found(query)).toEqual([]);
    const elsewhere = await aPublishedIncident(database.parts, CSV);
    expect(await searchClaims(support, elsewhere.id, { query: "minji@example.com" })).toEqual([]);
  });

  it("is answered by post where the record has an address alone, and then no mail is written", async () => {
    const { incident, programme, support, paper } = await scene();
    await expect(startPaperClaim(support, incident.id, await paper("b", "e0"))).rejects.toMatchObject({ fields: { answer: ["choose-one"] } });
    const { claimId } = await startPaperClaim(support, incident.id, await paper("b", "post"));
    await expect(chooseBenefits(support, { claimId, benefits: "vouchers" })).rejects.toMatchObject({ fields: { benefits: ["codes-not-by-post"] } });
    await chooseBenefits(support, { claimId, benefits: "cash" });
    await saveAccount(support, { claimId, kind: "kr-account", bank: "088", account: "110-123-456789", holder: "박노을" });
    await fileClaim(support, { claimId, termsVersion: programme.termsVersion, accept: "1" });
    expect(await mails(incident.id)).toBe(0);
    expect((await getClaim(support, claimId)).masked.contact).toBe("");
    const printing = { printer: openLetterPrinter(), portalUrl: "https://notice.haneulmall.example" };
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(await printClaimLetter(support, { claimId, purpose: "contact", reason: "to tell them by post" }, printing))), { mergePages: true });
    const said = text.replace(/\s+/g, " ");
    for (const words of ["박노을", "하늘로 14", "We have your claim C-", "cannot be followed online"]) expect(said).toContain(words);
    expect(await database.db.select({ reason: auditEvents.reason, details: auditEvents.details }).from(auditEvents).where(and(eq(auditEvents.objectId, claimId), eq(auditEvents.action, "claim.print-letter")))).toMatchObject([{ reason: "to tell them by post", details: { letter: "received", fields: ["address"], purpose: "contact", role: "support" } }]);
    await expect(printClaimLetter(support, { claimId, purpose: "misuse", reason: "because" }, printing)).rejects.toMatchObject({ fields: { purpose: ["purpose-missing"], reason: ["reason-too-short"] } });
    await expect(printClaimLetter(staffContext(database.parts, ["finance"]), { claimId }, printing)).rejects.toMatchObject({ kind: "forbidden" });
  });

  it.each(["account", "contact"] as const)("is the only one of its record, whichever came first: one for each %s", async (onePer) => {
    const { incident, programme, support, paper } = await scene({ onePer });
    const subject = await aSubject(database.parts, incident, "minji@example.com");
    const online = await aFiledClaim(subject, programme);
    await expect(startPaperClaim(support, incident.id, await paper("a", "post"))).rejects.toMatchObject({ reason: "paper-claimed-already", values: { reference: online.reference } });
    await withdrawClaim(subject, { claimId: online.id });
    const begun = await aDraftClaim(subject, programme);
    await startPaperClaim(support, incident.id, await paper("a", "post"));
    await expect(chooseBenefits(subject, { claimId: begun, benefits: "vouchers" })).rejects.toMatchObject({ reason: "claim-ended" });
    await startPaperClaim(support, incident.id, await paper("b", "post"));
    await expect(startPaperClaim(staffContext(database.parts, ["lead"]), incident.id, await paper("b", "post"))).rejects.toMatchObject({ reason: "paper-entered-by-another" });
    await expect(startPaperClaim(support, incident.id, await paper("c", "e0"))).rejects.toMatchObject({ reason: "paper-not-eligible" });
  });

  it("belongs to whoever enters it until it is filed, and can be dropped till then alone", async () => {
    const { incident, programme, support, paper } = await scene();
    const { claimId } = await startPaperClaim(support, incident.id, await paper("a", "e0"));
    for (const other of [staffContext(database.parts, ["support"]), await aSubject(database.parts, incident, "maybe@example.com")]) await expect(chooseBenefits(other, { claimId, benefits: "vouchers" })).rejects.toMatchObject({ kind: "not-found" });
    await expect(chooseBenefits(staffContext(database.parts, ["finance"]), { claimId, benefits: "vouchers" })).rejects.toMatchObject({ kind: "forbidden" });
    await expect(withdrawClaim(support, { claimId })).rejects.toMatchObject({ kind: "not-found" });
    await dropEntry(support, { claimId, reason: "entered for the wrong record" });
    const again = await startPaperClaim(support, incident.id, await paper("a", "e0"));
    await chooseBenefits(support, { claimId: again.claimId, benefits: "vouchers" });
    await fileClaim(support, { claimId: again.claimId, termsVersion: programme.termsVersion, accept: "1" });
    await expect(withdrawClaim(support, { claimId: again.claimId })).rejects.toMatchObject({ kind: "invalid" });
  });

  it("counts as filed on the day of its postmark, also when the programme has closed since", async () => {
    const day = (days: number) => new Date(Date.now() + days * 86_400_000);
    const { incident, programme, support, paper, today } = await scene();
    await expect(startPaperClaim(support, incident.id, { ...(await paper("a", "e0")), postmarkedOn: "2999-01-01" })).rejects.toMatchObject({ fields: { postmarkedOn: ["postmark-future"] } });
    await expect(startPaperClaim(support, incident.id, { ...(await paper("a", "e0")), postmarkedOn: "2001-01-01" })).rejects.toMatchObject({ fields: { postmarkedOn: ["postmark-early"] } });
    await expect(startPaperClaim(support, incident.id, { ...(await paper("a", "e0")), postmarkedOn: "yesterday", signer: " " })).rejects.toMatchObject({ fields: { postmarkedOn: ["date"], signer: ["required"] } });
    const { claimId } = await startPaperClaim(support, incident.id, await paper("a", "e0"));
    await chooseBenefits(support, { claimId, benefits: "vouchers" });
    const later = { ...support, clock: { now: () => new Date(programme.closesAt.getTime() + 86_400_000) } };
    expect((await fileClaim(later, { claimId, termsVersion: programme.termsVersion, accept: "1" })).state).toBe("submitted");
    expect(today <= day(1).toISOString()).toBe(true);
  });

  it("goes by the terms at the foot of its form, whatever was published since", async () => {
    const { incident, programme, support, paper } = await scene(lossTerms);
    const [loss] = lossTerms.benefits;
    const changed = await changeTerms(database.parts, programme, { benefits: [{ ...loss, capMinor: 50_000n }], texts: { ...programme.terms.texts, noRightsWaived: { ko: "어떤 권리도 포기하지 않습니다. 새 약관.", en: "No right is waived. The new terms." } } });
    expect(changed.termsVersion).toBeGreaterThan(programme.termsVersion);
    const enter = async (query: string, termsVersion?: number) => {
      const { claimId } = await startPaperClaim(support, incident.id, { ...(await paper(query, query === "a" ? "e0" : "post")), ...(termsVersion && { termsVersion: String(termsVersion) }) });
      await chooseBenefits(support, { claimId, benefits: "loss" });
      await saveLoss(support, { claimId, loss: "card", on: "2026-01-05", amount: "80000", what: "The bank charged me for a new card." });
      await saveAccount(support, { claimId, kind: "kr-account", bank: "088", account: "110-123-456789", holder: "김민지" });
      return claimId;
    };
    await expect(enter("a", 99)).rejects.toMatchObject({ fields: { termsVersion: ["choose-one"] } });
    const signedBefore = await enter("a", programme.termsVersion);
    await expect(fileClaim(support, { claimId: signedBefore, termsVersion: changed.termsVersion, accept: "1" })).rejects.toMatchObject({ reason: "terms-changed" });
    expect(await fileClaim(support, { claimId: signedBefore, termsVersion: programme.termsVersion, accept: "1" })).toMatchObject({ amountMinor: 80_000n, termsVersion: programme.termsVersion });
    // Nobody said which: the newest of the day of its postmark.
    const signedAfter = await enter("b");
    expect(await fileClaim(support, { claimId: signedAfter, termsVersion: changed.termsVersion, accept: "1" })).toMatchObject({ amountMinor: 50_000n, termsVersion: changed.termsVersion });
    const accepted = async (id: string) => (await database.db.select({ text: claims.acceptedText }).from(claims).where(eq(claims.id, id)))[0]?.text;
    expect([await accepted(signedBefore), await accepted(signedAfter)]).toEqual([programme.terms.texts.noRightsWaived.en, "No right is waived. The new terms."]);
  });

  it("is told of in the database once and for all", async () => {
    const { incident, support, paper } = await scene();
    const { claimId } = await startPaperClaim(support, incident.id, await paper("a", "e0"));
    await expect(database.db.$client.query("update claim_intakes set postmarked_on = '2020-01-01' where claim_id = $1", [claimId])).rejects.toThrow(/does not change/);
    await expect(database.db.$client.query("insert into claim_intakes (claim_id, way) values ($1, 'paper')", [randomUUID()])).rejects.toThrow();
    expect((await database.db.select().from(claims).where(eq(claims.id, claimId)))[0]?.state).toBe("draft");
  });
});

it.each([
  ["2026-01-10", null],
  ["2026-01-31", null],
  ["2026-01-09", "postmark-early"],
  ["2026-02-01", "postmark-late"],
  ["2026-03-02", "postmark-future"],
] as const)("knows whether a paper of %s is in time", (day, reason) => {
  expect(whyNotPostmarked(day, { opensOn: "2026-01-10", lastOn: "2026-01-31", today: "2026-03-01" })).toEqual(reason === null ? null : expect.objectContaining({ fields: { postmarkedOn: [reason] } }));
});

it.each([
  ["2026-01-09", 1],
  ["2026-01-10", 1],
  ["2026-02-01", 2],
  ["2026-01-31", 1],
] as const)("knows the terms of a form of %s", (day, version) => {
  // The second late in the evening of the last of January, in Korea the first of February.
  const versions = [{ number: 2, publishedAt: new Date("2026-01-31T15:30:00Z") }, { number: 1, publishedAt: new Date("2026-01-09T20:00:00Z") }];
  expect(versionAtPost(versions, day, "Asia/Seoul")).toBe(version);
});
