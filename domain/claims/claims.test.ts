import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { claims } from "@/db/schema/claims";
import { correspondenceMails } from "@/db/schema/correspondence";
import { aFiledClaim, aProgramme } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { decideClaim } from "./decide-claim";
import { fileClaim } from "./file-claim";
import { findOwnClaim } from "./own-claim";
import { getClaim } from "./queries/get-claim";
import { countClaims, listClaims } from "./queries/list-claims";
import { revealClaim } from "./reveal-claim";
import { choosePayoutMethod, saveBankAccount } from "./save-claim-answers";
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
const purposes = async (incidentId: string) => (await database.db.select({ purpose: correspondenceMails.purpose }).from(correspondenceMails).where(eq(correspondenceMails.incidentId, incidentId))).map(({ purpose }) => purpose).filter((purpose) => purpose.startsWith("claim"));

describe("filing", () => {
  it("fifty posts at once make one claim, one reference and one mail", async () => {
    const { incident, programme, subject } = await scene();
    await Promise.all(Array.from({ length: 10 }, () => startClaim(subject, { programme: programme.slug })));
    await choosePayoutMethod(subject, programme, { method: "vouchers" });
    const filed = await Promise.all(Array.from({ length: 50 }, () => fileClaim(subject, programme)));
    expect(new Set(filed.map(({ reference }) => reference)).size).toBe(1);
    expect(filed[0]?.reference).toMatch(/^C-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    expect(await purposes(incident.id)).toEqual(["claim-received"]);
    expect(await countClaims(staffContext(database.parts, ["support"]), incident.id)).toEqual({ submitted: 1 });
  });

  it("asks for the account when it is paid into one, seals it, and shows it masked", async () => {
    const { incident, programme, subject } = await scene();
    await startClaim(subject, { programme: programme.slug });
    expect(await choosePayoutMethod(subject, programme, { method: "bank-transfer" })).toEqual({ needsAccount: true });
    await expect(fileClaim(subject, programme)).rejects.toMatchObject({ reason: "claim-incomplete" });
    await expect(saveBankAccount(subject, programme, { bank: "999", account: "12", holder: "" })).rejects.toMatchObject({ fields: { bank: ["choose-bank"], account: ["account-length"], holder: ["holder-empty"] } });
    await saveBankAccount(subject, programme, { bank: "088", account: "110-123-456789", holder: "김민지" });
    const claim = await fileClaim(subject, programme);
    await expect(saveBankAccount(subject, programme, { bank: "088", account: "110-123-456780", holder: "김민지" })).rejects.toMatchObject({ reason: "claim-already-filed" });
    const [row] = await database.db.select().from(claims).where(eq(claims.id, claim.id));
    expect(JSON.stringify({ ...row, subjectId: "", amountMinor: "", sealed: row?.sealedAnswers?.toString("utf8") })).not.toMatch(/110123456789|김민지|minji/);
    const support = staffContext(database.parts, ["support"]);
    expect((await getClaim(support, claim.id)).masked).toEqual({ contact: "m•••@example.com", bank: "088", account: "••••••••••89", holder: "김••" });
    expect(await revealClaim(support, { claimId: claim.id, reason: "the account could not be read" })).toMatchObject({ contact: { value: "minji@example.com" }, payout: { account: "110123456789" } });
    expect(await database.db.select({ action: auditEvents.action, reason: auditEvents.reason }).from(auditEvents).where(eq(auditEvents.objectId, claim.id))).toContainEqual({ action: "claim.reveal", reason: "the account could not be read" });
    expect(incident.id).toBe(claim.incidentId);
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
    await withdrawClaim(subject, programme);
    expect(await findOwnClaim(subject, programme.id)).toBeNull();
    const second = await aFiledClaim(subject, programme);
    expect(second.reference).not.toBe(first.reference);
    const agent = staffContext(database.parts, ["support"]);
    await takeClaim(agent, { claimId: second.id });
    await decideClaim(agent, { claimId: second.id, outcome: "approved", reason: "Everything fits together." });
    await expect(withdrawClaim(subject, programme)).rejects.toMatchObject({ reason: "claim-decided" });
    expect((await purposes(incident.id)).sort()).toEqual(["claim-approved", "claim-received", "claim-received", "claim-withdrawn"]);
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
    const decision = { claimId: claim.id, outcome: "denied", reason: "이미 같은 계정으로 받으셨습니다." };
    await expect(decideClaim(loser, decision)).rejects.toMatchObject({ reason: "claim-of-another" });
    await expect(decideClaim(winner, { ...decision, reason: "no" })).rejects.toMatchObject({ fields: { reason: ["reason-too-short"] } });
    const decided = await Promise.allSettled([decideClaim(winner, decision), decideClaim(winner, decision)]);
    expect(decided.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await findOwnClaim(subject, programme.id))?.decision).toMatchObject({ outcome: "denied", reason: decision.reason });
    expect(await purposes(incident.id)).toEqual(["claim-received", "claim-denied"]);
  });

  it("is not for finance, nor for a stranger", async () => {
    const { programme, subject } = await scene();
    const claim = await aFiledClaim(subject, programme);
    await expect(takeClaim(staffContext(database.parts, ["finance"]), { claimId: claim.id })).rejects.toMatchObject({ reason: "forbidden" });
    await expect(takeClaim(subject, { claimId: claim.id })).rejects.toMatchObject({ reason: "forbidden" });
  });
});

it("search finds by reference as people type it and by a whole address, and writes down that somebody searched", async () => {
  const { incident, programme, subject } = await scene();
  const claim = await aFiledClaim(subject, programme);
  const support = staffContext(database.parts, ["support"]);
  for (const query of [claim.reference!.toLowerCase().replaceAll("-", " "), "MINJI@example.com"]) expect((await searchClaims(support, incident.id, { query })).map(({ id }) => id)).toEqual([claim.id]);
  expect(await searchClaims(support, incident.id, { query: "other@example.com" })).toEqual([]);
  await expect(searchClaims(support, incident.id, { query: "min" })).rejects.toMatchObject({ fields: { query: ["search-form"] } });
  const events = await database.db.select({ details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.action, "claim.search")).orderBy(auditEvents.id);
  expect(events.map(({ details }) => details)).toEqual([{ by: "reference", found: 1 }, { by: "e-mail", found: 1 }, { by: "e-mail", found: 0 }]);
});

it("the queue shows filed claims only, the oldest first, by state", async () => {
  const { incident, programme, subject } = await scene();
  const support = staffContext(database.parts, ["support"]);
  await startClaim(subject, { programme: programme.slug });
  expect((await listClaims(support, incident.id, {})).claims).toEqual([]);
  const claim = await aFiledClaim(subject, programme);
  expect((await listClaims(support, incident.id, { state: "submitted" })).claims.map(({ id }) => id)).toEqual([claim.id]);
  expect((await listClaims(support, incident.id, { state: "approved" })).claims).toEqual([]);
  expect((await listClaims(support, incident.id, { mine: "1" })).claims).toEqual([]);
});
