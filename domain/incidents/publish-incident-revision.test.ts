import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { incidents } from "@/db/schema/incidents";
import { seedFacts } from "@/db/seed/demo-facts";
import { seedIncident } from "@/db/seed/demo-incident";
import { haneulMall } from "@/db/seed/demo-incident-words";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { approveFactValue } from "../facts/approve-fact-value";
import { proposeFactValue } from "../facts/propose-fact-value";
import { getFact } from "../facts/queries";
import { Conflict, Forbidden, Invalid } from "../kernel/errors";
import { createIncident } from "./create-incident";
import { publishIncidentRevision } from "./publish-incident-revision";
import { getIncidentForStaff, getPublishedIncident, listIncidentRevisions, listIncidents, listPublishedIncidents, whereFactsAreSaid } from "./queries";
import { returnIncidentRevision } from "./return-incident-revision";
import { saveIncidentDraft } from "./save-incident-draft";
import { startIncidentDraft } from "./start-incident-draft";
import { submitIncidentRevision } from "./submit-incident-revision";
import { withdrawIncidentRevision } from "./withdraw-incident-revision";

const database = useDatabase();
const comms = () => staffContext(database.parts, ["comms"]);
const approver = () => staffContext(database.parts, ["approver"]);
const slug = () => `incident-${randomUUID()}`;

async function inReview(editor = comms()) {
  const name = slug();
  const incidentId = await createIncident(editor, { slug: name, content: haneulMall });
  await seedFacts(database.parts, { incidentId, proposer: randomUUID(), approver: randomUUID() });
  await submitIncidentRevision(editor, { incidentId, number: 1, edit: 1 });
  return { incidentId, slug: name, editor };
}

describe("publishing an incident's words", () => {
  it("shows nothing before, and everything in one read after, with a bit for each leaked class", async () => {
    const { incidentId, slug } = await inReview();
    expect(await getPublishedIncident(database.db, slug)).toBeNull();
    await publishIncidentRevision(approver(), { incidentId, number: 1, edit: 1 });
    const seen = await getPublishedIncident(database.db, slug);
    expect(seen).toMatchObject({ id: incidentId, slug, revision: 1, publishedVersion: null, content: { title: haneulMall.title } });
    expect(seen?.classes).toEqual(haneulMall.leaked.map(({ slug }, bit) => ({ bit, slug })));
    // What the words name is filled in from the ledger, and follows it without another revision.
    expect(seen?.content.sections.whatHappened).toEqual({ ko: expect.stringContaining("화면을 148,056,502번 열어") as string, en: expect.stringContaining("from 24 June to 18 November 2025") as string });
    expect((await listPublishedIncidents(database.db)).map((incident) => incident.slug)).toContain(slug);
    expect(await database.db.select({ action: auditEvents.action }).from(auditEvents).where(and(eq(auditEvents.incidentId, incidentId), eq(auditEvents.objectKind, "incident"))).orderBy(auditEvents.id)).toEqual([
      { action: "incident.create" },
      { action: "incident.submit" },
      { action: "incident.publish" },
    ]);
  });

  it("refuses whoever edited it, also in the database itself", async () => {
    const editor = staffContext(database.parts, ["comms", "approver"]);
    const { incidentId } = await inReview(editor);
    await expect(publishIncidentRevision(editor, { incidentId, number: 1, edit: 1 })).rejects.toThrow(Forbidden);
    await expect(publishIncidentRevision(comms(), { incidentId, number: 1, edit: 1 })).rejects.toThrow(Forbidden);
    await expect(database.db.$client.query("update incident_revisions set state = 'published', published_at = now(), published_by = $2 where incident_id = $1", [incidentId, editor.actor.staffId])).rejects.toThrow(/check constraint/);
  });

  it("refuses a draft, and words other than those that were read", async () => {
    const { incidentId, editor } = await inReview();
    await returnIncidentRevision(editor, { incidentId, number: 1 });
    await expect(publishIncidentRevision(approver(), { incidentId, number: 1, edit: 1 })).rejects.toThrow("not-in-review");
    await saveIncidentDraft(editor, { incidentId, number: 1, edit: 1, content: { ...haneulMall, title: { ko: "다른 제목", en: "Another title" } } });
    await submitIncidentRevision(editor, { incidentId, number: 1, edit: 2 });
    await expect(publishIncidentRevision(approver(), { incidentId, number: 1, edit: 1 })).rejects.toThrow("draft-changed-meanwhile");
    await publishIncidentRevision(approver(), { incidentId, number: 1, edit: 2 });
  });

  it("lets one of two publishers at the same moment do it", async () => {
    const { incidentId } = await inReview();
    const both = await Promise.allSettled([approver(), approver()].map((ctx) => publishIncidentRevision(ctx, { incidentId, number: 1, edit: 1 })));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const events = await database.db.select().from(auditEvents).where(and(eq(auditEvents.incidentId, incidentId), eq(auditEvents.action, "incident.publish")));
    expect(events).toHaveLength(1);
  });

  it("asks for every item of the law in every language before review", async () => {
    const editor = comms();
    const incidentId = await createIncident(editor, { slug: slug(), content: { ...haneulMall, knewLeak: null, sections: { ...haneulMall.sections, whatLeaked: { ko: "항목", en: " " } } } });
    await seedFacts(database.parts, { incidentId, proposer: randomUUID(), approver: randomUUID() });
    const refusal = await submitIncidentRevision(editor, { incidentId, number: 1, edit: 1 }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Invalid);
    expect((refusal as Invalid).fields).toEqual({ "sections.whatLeaked.en": ["needed-for-publication"], knewLeak: ["needed-for-publication"] });
  });
});

describe("facts that the words say", () => {
  it("are found where they are named and where they are written out, in what is public and in what is worked on", async () => {
    const { incidentId, editor } = await inReview();
    await publishIncidentRevision(approver(), { incidentId, number: 1, edit: 1 });
    const { number } = await startIncidentDraft(editor, { incidentId });
    await saveIncidentDraft(editor, { incidentId, number, edit: 1, content: { ...haneulMall, updates: [], title: { ko: "33,673,817명", en: "{{fact:people-affected}} and 133,673,817" }, sections: { ...haneulMall.sections, whatHappened: { ko: "{{fact:nobody}}", en: "No figure" } } } });
    const places = (await whereFactsAreSaid(editor, incidentId)).filter(({ fact }) => ["people-affected", "page-reads"].includes(fact));
    expect(places.map(({ fact, mention, path, in: at }) => [fact, mention, path, at.number, at.state])).toEqual([
      ["page-reads", "named", "sections.whatHappened.ko", 1, "published"],
      ["page-reads", "named", "sections.whatHappened.en", 1, "published"],
      ["people-affected", "written", "updates.5.title.ko", 1, "published"],
      ["people-affected", "written", "updates.5.title.en", 1, "published"],
      ["people-affected", "written", "title.ko", 2, "draft"],
      ["people-affected", "named", "title.en", 2, "draft"],
    ]);
  });

  it("stand in the way of review while the ledger does not have them, and follow it once it does", async () => {
    const editor = comms();
    const name = slug();
    const incidentId = await createIncident(editor, { slug: name, content: haneulMall });
    await expect(submitIncidentRevision(editor, { incidentId, number: 1, edit: 1 })).rejects.toEqual(new Invalid({ "sections.whatHappened.ko": ["fact-unknown"], "sections.whatHappened.en": ["fact-unknown"] }));
    await seedFacts(database.parts, { incidentId, proposer: randomUUID(), approver: randomUUID() });
    await submitIncidentRevision(editor, { incidentId, number: 1, edit: 1 });
    await publishIncidentRevision(approver(), { incidentId, number: 1, edit: 1 });
    const published = await getPublishedIncident(database.db, name);
    const fact = await getFact(editor, incidentId, "page-reads");
    await proposeFactValue(editor, { factId: fact.id, base: 1, label: fact.current?.label, value: { kind: "count", count: 150_000_000, about: true, unit: { ko: "번", en: "" } }, status: "claimed", source: fact.current?.source, asOf: "2026-03-01T00:00:00Z" });
    await approveFactValue(approver(), { factId: fact.id, number: 2 });
    const after = await getPublishedIncident(database.db, name);
    expect(after?.content.sections.whatHappened.en).toContain("about 150 million times");
    expect(after?.revision).toBe(published?.revision);
    expect(after?.changedAt.getTime()).toBeGreaterThan(published?.changedAt.getTime() ?? Infinity);
  });
});

describe("editing", () => {
  it("gives the second of two editors a conflict and keeps the first one's words", async () => {
    const first = comms();
    const incidentId = await createIncident(first, { slug: slug(), content: haneulMall });
    const words = (title: string) => ({ incidentId, number: 1, edit: 1, content: { ...haneulMall, title: { ko: title, en: title } } });
    expect(await saveIncidentDraft(first, words("first"))).toEqual({ edit: 2 });
    await expect(saveIncidentDraft(comms(), words("second"))).rejects.toThrow(Conflict);
    const { open } = await getIncidentForStaff(first, incidentId);
    expect(open).toMatchObject({ edit: 2, content: { title: { en: "first" } }, editedBy: [first.actor.staffId] });
  });

  it("names the field of each problem as the form does", async () => {
    const refusal = await createIncident(comms(), { slug: slug(), content: { ...haneulMall, contact: { ...haneulMall.contact, email: "nobody" }, timeZone: "Asia/Atlantis", leaked: [{ slug: "names", urgency: "soon" }] } }).catch((error: unknown) => error);
    expect((refusal as Invalid).fields).toEqual({ "contact.email": ["email"], timeZone: ["time-zone"], "leaked.0.urgency": ["choose-one"] });
  });

  it("keeps a class's bit for ever, and gives the next class the next one", async () => {
    const editor = comms();
    const incidentId = await createIncident(editor, { slug: slug(), content: { ...haneulMall, leaked: [{ slug: "names", urgency: "now" }, { slug: "purchases", urgency: "now" }] } });
    await saveIncidentDraft(editor, { incidentId, number: 1, edit: 1, content: { ...haneulMall, leaked: [{ slug: "access-codes", urgency: "now" }, { slug: "purchases", urgency: "now" }] } });
    expect((await getIncidentForStaff(editor, incidentId)).classes).toEqual([{ bit: 0, slug: "names" }, { bit: 1, slug: "purchases" }, { bit: 2, slug: "access-codes" }]);
  });

  it("refuses an address that is taken", async () => {
    const name = slug();
    await createIncident(comms(), { slug: name, content: haneulMall });
    await expect(createIncident(comms(), { slug: name, content: haneulMall })).rejects.toThrow("slug-taken");
  });
});

describe("the next revision and the way back", () => {
  it("edits beside the published words, replaces them, and takes them back", async () => {
    const { incidentId, slug, editor } = await inReview();
    await publishIncidentRevision(approver(), { incidentId, number: 1, edit: 1 });
    expect(await startIncidentDraft(editor, { incidentId })).toEqual({ number: 2 });
    await expect(startIncidentDraft(editor, { incidentId })).rejects.toThrow("draft-open-already");
    await saveIncidentDraft(editor, { incidentId, number: 2, edit: 1, content: { ...haneulMall, title: { ko: "둘째", en: "Second" } } });
    expect((await getPublishedIncident(database.db, slug))?.revision).toBe(1);
    await submitIncidentRevision(editor, { incidentId, number: 2, edit: 2 });
    await publishIncidentRevision(approver(), { incidentId, number: 2, edit: 2 });
    expect((await getPublishedIncident(database.db, slug))?.content.title.en).toBe("Second");
    const reason = "The second title was wrong";
    await expect(withdrawIncidentRevision(approver(), { incidentId, number: 1, reason })).rejects.toThrow("not-published");
    expect(await withdrawIncidentRevision(approver(), { incidentId, number: 2, reason })).toEqual({ nowPublished: 1 });
    expect((await getPublishedIncident(database.db, slug))?.revision).toBe(1);
    expect(await withdrawIncidentRevision(approver(), { incidentId, number: 1, reason })).toEqual({ nowPublished: null });
    expect(await getPublishedIncident(database.db, slug)).toBeNull();
    expect(await startIncidentDraft(editor, { incidentId })).toEqual({ number: 3 });
    expect((await listIncidentRevisions(staffContext(database.parts, ["support"]), incidentId)).map(({ number, state, edit, editedBy }) => ({ number, state, edit, editedBy }))).toEqual([
      { number: 3, state: "draft", edit: 1, editedBy: [editor.actor.staffId] },
      { number: 2, state: "withdrawn", edit: 2, editedBy: [editor.actor.staffId] },
      { number: 1, state: "withdrawn", edit: 1, editedBy: [editor.actor.staffId] },
    ]);
  });
});

describe("the demo incident", () => {
  it("is published, and its clock stands in the list for every role", async () => {
    const { incidentId, slug } = await seedIncident(database.parts, { editor: randomUUID(), publisher: randomUUID() });
    expect(slug).toBe("haneul-mall-2025");
    const listed = (await listIncidents(staffContext(database.parts, ["support"]))).find(({ id }) => id === incidentId);
    expect(listed).toMatchObject({ publishedRevision: 1, openState: null, noticeDue: new Date("2025-11-21T22:50:00+09:00") });
    expect(await database.db.select({ revision: incidents.publishedRevision }).from(incidents).where(eq(incidents.id, incidentId))).toEqual([{ revision: 1 }]);
  });
});
