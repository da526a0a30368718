import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { canaries, canaryHits } from "@/db/schema/canaries";
import { claims } from "@/db/schema/claims";
import { datasets, subjects } from "@/db/schema/exposure";
import { audienceRows, visibleSubjects } from "@/domain/audiences/audience-rows";
import { countAudience } from "@/domain/audiences/count-audience";
import { audience } from "@/domain/audiences/types";
import { findRecord, readMaskedRecord } from "@/domain/claims/paper/find-record";
import { getClaim } from "@/domain/claims/queries/get-claim";
import { revealClaim } from "@/domain/claims/reveal-claim";
import { searchClaims } from "@/domain/claims/search-claims";
import type { PublishedIncident } from "@/domain/incidents/types";
import { getLookupResult } from "@/domain/lookups/get-lookup-result";
import { watchCanaries } from "@/domain/lookups/watch-canaries";
import { collectable } from "@/domain/payments/collect-payments";
import { findSuppression } from "@/domain/suppressions/queries";
import { aFiledClaim, aProgramme } from "@/test/claims";
import { aClaimInReview, anApprovedClaim, approve } from "@/test/payments";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { importText, publish } from "@/test/imports";
import { aPublishedIncident, askForCode, aSubject, openQueued } from "@/test/lookups";
import { aStaffMember } from "@/test/staff";
import { startDetection } from "@/worker/detection";
import { dropDraft } from "../drop-draft";
import { recordKey, shownNumber, subjectOfKey } from "../rules";
import { liftCanary } from "./lift-canary";
import { plantCanary } from "./plant-canary";
import { proposeCanary } from "./propose-canary";
import { countOpenCanaryHits, listCanaries, listCanaryHits } from "./queries";
import { seeCanaryHits } from "./see-canary-hits";
import { tellCanaryHit } from "./tell-canary-hit";

const database = useDatabase();
const everybody = audience.parse({});
const security = () => staffContext(database.parts, ["security"], randomUUID());
const CSV = "ref,email,confirmed\na,minji@example.com,names;access-codes\nb,jun@example.com,names;access-codes";

async function planted(email = "decoy@ours.example"): Promise<{ incident: PublishedIncident; subjectId: string }> {
  const incident = await aPublishedIncident(database.parts, CSV);
  await proposeCanary(security(), { incidentId: incident.id, email, nobody: "1", phone: "", name: "나무", postalCode: "04524", address: "서울시 중구 세종대로 1" });
  const [{ subjectId } = { subjectId: "" }] = await listCanaries(security(), incident.id);
  await plantCanary(security(), { incidentId: incident.id, subjectId });
  return { incident, subjectId };
}

const hitsOf = async (incident: PublishedIncident) => (await listCanaryHits(security(), incident.id)).map(({ kind }) => kind).sort();

it("takes two people, by the rule and by the database, and an address that no person has", async () => {
  const incident = await aPublishedIncident(database.parts, CSV);
  const proposer = security();
  const proposal = { incidentId: incident.id, email: "decoy@ours.example", nobody: "1" };
  await expect(proposeCanary(proposer, { ...proposal, nobody: undefined })).rejects.toMatchObject({ fields: { nobody: ["canary-nobody"] } });
  await expect(proposeCanary(proposer, { ...proposal, address: "서울시" })).rejects.toMatchObject({ fields: { name: ["required"] } });
  await expect(proposeCanary(proposer, { ...proposal, name: "나무" })).rejects.toMatchObject({ fields: { address: ["required"] } });
  await expect(proposeCanary(proposer, { ...proposal, email: "no", phone: "12" })).rejects.toMatchObject({ fields: { email: ["email-no-domain"] } });
  await expect(proposeCanary(staffContext(database.parts, ["approver"]), proposal)).rejects.toMatchObject({ reason: "forbidden" });
  await Promise.all([proposeCanary(proposer, proposal), proposeCanary(proposer, { ...proposal, email: "minji@example.com" })]);
  const [{ subjectId } = { subjectId: "" }, second] = (await listCanaries(proposer, incident.id)).sort((a, b) => a.contact.localeCompare(b.contact));
  expect(await database.db.select().from(subjects).where(sql`subject_id < 0 and incident_id = ${incident.id}`)).toEqual([]);
  await expect(plantCanary(proposer, { incidentId: incident.id, subjectId })).rejects.toMatchObject({ reason: "canary-own-proposal" });
  await expect(database.db.execute(sql`update canaries set state = 'planted', planted_by = proposed_by, planted_at = now() where incident_id = ${incident.id}`)).rejects.toThrow();
  await expect(plantCanary(security(), { incidentId: incident.id, subjectId: second!.subjectId })).rejects.toMatchObject({ reason: "canary-address-known" });
  const twice = await Promise.allSettled([plantCanary(security(), { incidentId: incident.id, subjectId }), plantCanary(security(), { incidentId: incident.id, subjectId })]);
  expect(twice.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const rows = await database.db.select().from(canaries).where(eq(canaries.incidentId, incident.id));
  expect(JSON.stringify(rows, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value))).not.toMatch(/decoy|ours/);
});

it("is looked up like everybody, which raises the alarm, and so does asking for a code and a claim", async () => {
  const { incident } = await planted();
  const person = await getLookupResult(await aSubject(database.parts, incident, "minji@example.com"), incident);
  expect(await hitsOf(incident)).toEqual([]);
  const thief = await aSubject(database.parts, incident, "Decoy@OURS.example");
  expect(await getLookupResult(thief, incident)).toEqual(person);
  expect(await hitsOf(incident)).toEqual(["proven"]);
  await watchCanaries(systemContext(database.parts));
  await watchCanaries(systemContext(database.parts));
  expect(await hitsOf(incident)).toEqual(["asked", "proven"]);
  await aFiledClaim(thief, await aProgramme(database.parts, incident));
  expect(await hitsOf(incident)).toEqual(["asked", "claimed", "proven"]);
  expect(await database.db.select({ details: auditEvents.details }).from(auditEvents).where(sql`action = 'canary.hit' and incident_id = ${incident.id}`)).toHaveLength(3);
  await askForCode(database.parts, incident, "jun@example.com");
  await watchCanaries(systemContext(database.parts));
  expect(await countOpenCanaryHits(security(), incident.id)).toBe(3);
  await seeCanaryHits(security(), { incidentId: incident.id });
  expect(await countOpenCanaryHits(security(), incident.id)).toBe(0);
  await expect(seeCanaryHits(security(), { incidentId: incident.id })).rejects.toMatchObject({ reason: "canary-none-open" });
});

it("is watched for codes by a worker that runs", async () => {
  const { incident } = await planted();
  await askForCode(database.parts, incident, "decoy@ours.example");
  const detection = startDetection(database.parts, { suspendReaders: false, places: null, checkpointPlaces: [] });
  try {
    await vi.waitFor(async () => expect(await hitsOf(incident)).toEqual(["asked"]), 30_000);
  } finally {
    await detection.stop();
  }
});

it("raises the alarm when staff look for its address or at its claim's contact, with who it was, and is never paid", async () => {
  const { incident } = await planted();
  const agent = staffContext(database.parts, ["support"], randomUUID());
  await searchClaims(agent, incident.id, { query: "jun@example.com" });
  expect(await hitsOf(incident)).toEqual([]);
  expect(await searchClaims(agent, incident.id, { query: "decoy@ours.example" })).toEqual([]);
  await findSuppression(staffContext(database.parts, ["comms"], randomUUID()), { contact: "decoy@ours.example" });
  const [record] = await findRecord(agent, incident.id, { query: "decoy@ours.example" });
  const key = recordKey(record!.subjectId);
  expect([key, shownNumber(record!.subjectId)]).toEqual([expect.stringMatching(/^[1-9]\d*$/), expect.stringMatching(/^[1-9]\d*$/)]);
  await readMaskedRecord(agent, incident.id, subjectOfKey(key)!);
  expect(await hitsOf(incident)).toEqual(["searched", "searched", "searched", "searched"]);
  const programme = await aProgramme(database.parts, incident);
  const claim = await aClaimInReview(database.parts, await aSubject(database.parts, incident, "decoy@ours.example"), programme);
  const persons = await anApprovedClaim(database.parts, await aSubject(database.parts, incident, "minji@example.com"), programme);
  await getClaim(agent, claim.id);
  expect(await hitsOf(incident)).toEqual(expect.arrayContaining(["claimed", "proven"]));
  expect(await hitsOf(incident)).toHaveLength(6);
  await revealClaim(agent, { claimId: claim.id, purpose: "payment", reason: "the account does not read well" });
  expect((await listCanaryHits(security(), incident.id))[0]).toMatchObject({ kind: "revealed", staffId: agent.actor.staffId });
  await approve(database.parts, claim.id);
  for (const number of [claim.subjectId, persons.subjectId, 0n]) expect(subjectOfKey(recordKey(number))).toBe(number);
  for (const none of ["-1", "", "1".repeat(19), undefined, ["2"]]) expect(subjectOfKey(none)).toBeNull();
  expect(await database.db.select({ id: claims.id }).from(claims).where(collectable(database.db, incident.id, programme.id))).toEqual([{ id: persons.id }]);
});

it("raises the alarm when a file with its address in it is loaded", async () => {
  const { incident } = await planted();
  await importText(database.parts, incident.id, "ref,email,confirmed\nc,third@example.com,names");
  expect(await hitsOf(incident)).toEqual([]);
  await dropDraft(security(), { incidentId: incident.id, version: 2 });
  expect(await importText(database.parts, incident.id, "ref,email,confirmed\nd,Decoy@ours.example,names\ne,fifth@example.com,names")).toMatchObject({ accepted: 2, added: 2 });
  expect(await hitsOf(incident)).toEqual(["imported"]);
});

it("is written about to everybody in security, without the address, once an hour", async () => {
  const [guard] = [await aStaffMember(database.parts, ["security"], { locale: "en" }), await aStaffMember(database.parts, ["support"])];
  const { incident } = await planted();
  await aSubject(database.parts, incident, "decoy@ours.example");
  await aSubject(database.parts, incident, "decoy@ours.example");
  const hits = await database.db.select({ id: canaryHits.id }).from(canaryHits).where(eq(canaryHits.incidentId, incident.id));
  expect(hits).toHaveLength(2);
  await expect(tellCanaryHit(security(), { hitId: hits[0]!.id })).rejects.toMatchObject({ reason: "forbidden" });
  for (const { id } of [...hits, ...hits]) await tellCanaryHit(systemContext(database.parts), { hitId: id });
  const mails = (await openQueued(database.parts, incident.id)).filter(({ purpose }) => purpose === "canary-hit");
  expect(mails.map(({ content }) => content.to)).toEqual([guard.email]);
  expect(mails[0]?.content.text).toContain("Its address was proved and the record looked up");
  expect(mails[0]?.content.text).not.toMatch(/decoy|ours\.example|https?:/);
});

it("is in no count, no audience and no comparison of versions, and outlives a new version", async () => {
  const { incident, subjectId } = await planted();
  const countsOf = async (version: number) => (await database.db.select({ people: datasets.people, added: datasets.added, removed: datasets.removed, changed: datasets.changed }).from(datasets).where(sql`incident_id = ${incident.id} and version = ${version}`))[0];
  const seen = async (version: number) => (await database.db.execute<{ people: number }>(sql`select count(*)::int as people from subjects where ${visibleSubjects(incident.id, version)}`)).rows[0]?.people;
  const exactly = async (version: number) => (await database.db.execute<{ people: number }>(sql`select count(*)::int as people from subjects where ${await audienceRows(database.db, incident.id, version, "first", everybody)}`)).rows[0]?.people;
  expect([await countsOf(1), await seen(1), await exactly(1)]).toEqual([{ people: 2, added: 2, removed: 0, changed: 0 }, 2, 2]);
  const added = await importText(database.parts, incident.id, "ref,email,confirmed\nc,third@example.com,names", "add");
  await publish(database.parts, incident.id, added.version);
  expect([await countsOf(2), await seen(2), await exactly(2)]).toEqual([{ people: 3, added: 1, removed: 0, changed: 0 }, 3, 3]);
  const replaced = await importText(database.parts, incident.id, "ref,email,confirmed\na,minji@example.com,names;access-codes\nb,jun@example.com,names;access-codes\nd,fourth@example.com,names", "replace");
  expect([await countsOf(replaced.version), await seen(3)]).toEqual([{ people: 3, added: 1, removed: 1, changed: 0 }, 3]);
  expect((await countAudience(database.db, incident.id, 2, "first", everybody)).people).toBe(3);
  await aSubject(database.parts, incident, "decoy@ours.example");
  expect(await hitsOf(incident)).toEqual(["proven"]);
  await liftCanary(security(), { incidentId: incident.id, subjectId });
  await aSubject(database.parts, incident, "decoy@ours.example");
  expect(await hitsOf(incident)).toEqual(["proven"]);
  await expect(liftCanary(security(), { incidentId: incident.id, subjectId })).rejects.toMatchObject({ reason: "canary-lifted" });
  expect([await seen(2), (await countsOf(2))?.people]).toEqual([3, 3]);
});
