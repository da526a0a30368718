import { randomUUID } from "node:crypto";
import { and, desc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { incidentSituations } from "@/db/schema/rules";
import { haneulMall } from "@/db/seed/demo-incident-words";
import { roles } from "@/db/values/roles";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident } from "@/test/lookups";
import { createIncident } from "../incidents/create-incident";
import { saveIncidentDraft } from "../incidents/save-incident-draft";
import { Conflict, Forbidden, Invalid, NotFound } from "../kernel/errors";
import { may } from "../kernel/context";
import type { SituationFacts } from "./input";
import { maySaveSituation } from "./policy";
import { getIncidentRules } from "./queries";
import { saveSituation } from "./save-situation";
import { changedFacts, nothingSaid, readSituationForm, writeSituationForm } from "./situation-form";

const database = useDatabase();
/** Facts of November 2026 are known a few days later, whatever the day of the test. */
const clock = { now: () => new Date("2026-11-25T09:00:00+09:00") };
const comms = () => staffContext({ ...database.parts, clock }, ["comms"]);
const facts: SituationFacts = { ...nothingSaid, state: "confirmed", itemsUnknown: false, circumstancesUnknown: false, cause: "illegal-access", encrypted: false, harm: "serious", recovered: false, propertyDamage: false, coveredEntity: false };
const incident = () => createIncident(comms(), { slug: `incident-${randomUUID()}`, content: { ...haneulMall, knewLeak: "2026-11-18T09:00:00+09:00" } });
const lastEvent = async (incidentId: string, action: string) => (await database.db.select().from(auditEvents).where(and(eq(auditEvents.incidentId, incidentId), eq(auditEvents.action, action))).orderBy(desc(auditEvents.id)).limit(1))[0];

describe("saving a situation", () => {
  it("keeps each save, names what changed, and logs every deadline that moved", async () => {
    const incidentId = await incident();
    const ctx = comms();
    expect(await saveSituation(ctx, { incidentId, version: 0, content: { ...facts, counted: { KR: 5000 } } })).toEqual({ version: 1 });
    const first = await lastEvent(incidentId, "situation.save");
    expect(first).toMatchObject({ actorId: ctx.actor.staffId, objectId: incidentId, details: { version: 1 } });
    expect(first?.details).toMatchObject({ changed: expect.arrayContaining(["state", "counted.KR"]) as unknown, deadlines: expect.arrayContaining([{ rule: "KR-PHASED", before: "2026-11-21T00:00:00.000Z", after: null }]) as unknown });
    const postponed: SituationFacts = { ...facts, counted: { KR: 5000 }, grounds: ["containment"], anchors: { ...facts.anchors, contained: "2026-11-23T18:00:00+09:00" } };
    expect(await saveSituation(ctx, { incidentId, version: 1, content: postponed })).toEqual({ version: 2 });
    expect((await lastEvent(incidentId, "situation.save"))?.details).toEqual({ version: 2, changed: ["anchors.contained", "grounds"], deadlines: [{ rule: "KR-IND", before: "2026-11-21T00:00:00.000Z", after: "2026-11-23T09:00:00.000Z" }] });
    expect(await database.db.select({ version: incidentSituations.version }).from(incidentSituations).where(eq(incidentSituations.incidentId, incidentId)).orderBy(incidentSituations.version)).toEqual([{ version: 1 }, { version: 2 }]);
    // The same again is no save.
    expect(await saveSituation(ctx, { incidentId, version: 2, content: postponed })).toEqual({ version: 2 });
  });

  it("tells the second of two that somebody was first, also when both began at once", async () => {
    const incidentId = await incident();
    const both = await Promise.allSettled([comms(), comms()].map((ctx) => saveSituation(ctx, { incidentId, version: 0, content: facts })));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(saveSituation(comms(), { incidentId, version: 0, content: { ...facts, state: "suspected" } })).rejects.toThrow(Conflict);
    await expect(saveSituation(comms(), { incidentId, version: 7, content: { ...facts, state: "suspected" } })).rejects.toThrow(Conflict);
  });

  it("refuses what is to come, a hold without its beginning, one that ends before it, and an incident that is not there", async () => {
    const incidentId = await incident();
    const refused = async (content: unknown) => {
      const error: unknown = await saveSituation(comms(), { incidentId, version: 0, content }).catch((reason: unknown) => reason);
      return error instanceof Invalid ? error.fields : error;
    };
    expect(await refused({ ...facts, anchors: { ...facts.anchors, "knew-access": "2062-11-18T09:00:00+09:00" } })).toEqual({ "anchors.knew-access": ["in-future"] });
    expect(await refused({ ...facts, grounds: ["law-enforcement"] })).toEqual({ lawEnforcementFrom: ["date-time"] });
    expect(await refused({ ...facts, lawEnforcementFrom: "2026-11-20T09:00:00Z", lawEnforcementTo: "2026-11-19T09:00:00Z" })).toEqual({ lawEnforcementTo: ["ends-before-start"] });
    expect(await refused(readSituationForm({ "anchors.contained": "yesterday", itemsUnknown: "perhaps", "counted.KR": "some" }, "Asia/Seoul"))).toEqual({ "anchors.contained": ["date-time"], itemsUnknown: ["choose-one"], "counted.KR": ["whole-number"] });
    await expect(saveSituation(comms(), { incidentId: randomUUID(), version: 0, content: facts })).rejects.toThrow(NotFound);
  });

  it("is for those who know the facts and answer for them", async () => {
    const incidentId = await incident();
    expect(roles.filter((role) => may(staffContext(database.parts, [role]).actor, maySaveSituation))).toEqual(["comms", "approver", "security"]);
    await expect(saveSituation(staffContext(database.parts, ["auditor"]), { incidentId, version: 0, content: facts })).rejects.toThrow(Forbidden);
  });
});

describe("what the law is asked about", () => {
  const verdictOf = async (incidentId: string, id: string) => (await getIncidentRules(comms(), incidentId)).verdicts.find(({ rule }) => rule.id === id);

  it("is by the incident's words while there is no dataset: one source for when the leak became known", async () => {
    const incidentId = await incident();
    expect(await verdictOf(incidentId, "KR-IND")).toMatchObject({ answer: "undecided", deadline: { due: new Date("2026-11-21T00:00:00Z") } });
    await saveSituation(comms(), { incidentId, version: 0, content: { ...facts, counted: { KR: 3, US: 2, "US-CA": 2 } } });
    expect(await verdictOf(incidentId, "KR-IND")).toMatchObject({ answer: "applies" });
    expect((await getIncidentRules(comms(), incidentId)).situation.data).toEqual({ confirmed: haneulMall.leaked.map(({ slug }) => slug), possible: [], basis: "words" });
    expect(await verdictOf(incidentId, "US-CA-IND")).toMatchObject({ answer: "does-not-apply", reasons: expect.arrayContaining([expect.objectContaining({ about: "data" })]) as unknown });
    await saveIncidentDraft(comms(), { incidentId, number: 1, edit: 1, content: { ...haneulMall, knewLeak: "2026-09-10T23:00:00+09:00" } });
    expect(await verdictOf(incidentId, "KR-IND")).toMatchObject({ answer: "does-not-apply" });
    expect(await verdictOf(incidentId, "KR-IND-2023")).toMatchObject({ answer: "applies", deadline: { due: new Date("2026-09-13T14:00:00Z") } });
    expect((await lastEvent(incidentId, "incident.save-draft"))?.details).toMatchObject({ noticeDue: { before: "2026-11-21T00:00:00.000Z", after: "2026-09-13T14:00:00.000Z" } });
  });

  it("is by the published dataset as soon as there is one, by country and by evidence", async () => {
    const { id: incidentId } = await aPublishedIncident(database.parts, ["ref,email,country,confirmed,possible,cleared", "a,a@example.com,KR,names;email-addresses,,", "b,b@example.com,KR,,access-codes,", "c,c@example.com,DE,names,,", "d,d@example.com,DE,,,names"].join("\n"));
    const { situation } = await getIncidentRules(comms(), incidentId);
    expect(situation.countries).toEqual({ KR: { confirmed: 1, possible: 2, everybody: 2 }, DE: { confirmed: 1, possible: 1, everybody: 2 } });
    expect({ ...situation.data, confirmed: [...situation.data.confirmed].sort() }).toEqual({ confirmed: ["email-addresses", "names"], possible: ["access-codes"], basis: "dataset" });
    await saveSituation(comms(), { incidentId, version: 0, content: { ...facts, counted: { KR: 999 } } });
    // What staff counted yields to the dataset.
    expect(await verdictOf(incidentId, "KR-IND-2023")).toMatchObject({ answer: "applies", reasons: expect.arrayContaining([expect.objectContaining({ about: "people", min: 1, max: 2 })]) as unknown });
    expect(await verdictOf(incidentId, "UK-REG")).toMatchObject({ answer: "does-not-apply", reasons: [{ about: "people", max: 0, basis: "dataset" }] });
  });

  it("is for every role of the console, and for jobs", async () => {
    const incidentId = await incident();
    for (const role of roles) expect((await getIncidentRules(staffContext(database.parts, [role]), incidentId)).verdicts.length).toBeGreaterThan(15);
    await expect(getIncidentRules(staffContext(database.parts, []), incidentId)).rejects.toThrow(Forbidden);
  });
});

describe("the form", () => {
  const full: SituationFacts = { ...facts, recovered: null, anchors: { ...facts.anchors, contained: "2026-11-23T18:00:00+09:00", "first-suspicion": "2026-11-17T00:00:00Z" }, grounds: ["containment", "law-enforcement"], lawEnforcementFrom: "2026-11-18T00:00:00-08:00", counted: { KR: 33673817, "US-state": 0 } };

  it.each(["Asia/Seoul", "America/Los_Angeles", "UTC"])("reads what it wrote to the same facts (%s)", (timeZone) => {
    expect(changedFacts(full, readSituationForm(writeSituationForm(full, timeZone), timeZone) as SituationFacts)).toEqual([]);
  });

  it("takes an empty form for nothing said, and numbers as people write them", () => {
    expect(readSituationForm({}, "Asia/Seoul")).toEqual(nothingSaid);
    expect(readSituationForm({ "counted.KR": " 33,673,817 " }, "Asia/Seoul")).toEqual({ ...nothingSaid, counted: { KR: 33673817 } });
  });
});
