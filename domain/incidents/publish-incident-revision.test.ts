import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { incidents } from "@/db/schema/incidents";
import { seedIncident } from "@/db/seed/demo-incident";
import { haneulMall } from "@/db/seed/demo-incident-words";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { Conflict, Forbidden, Invalid } from "../kernel/errors";
import { createIncident } from "./create-incident";
import { publishIncidentRevision } from "./publish-incident-revision";
import { getIncidentForStaff, getPublishedIncident, listIncidentRevisions, listIncidents, listPublishedIncidents } from "./queries";
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
    expect((await listPublishedIncidents(database.db)).map((incident) => incident.slug)).toContain(slug);
    expect(await database.db.select({ action: auditEvents.action }).from(auditEvents).where(eq(auditEvents.incidentId, incidentId)).orderBy(auditEvents.id)).toEqual([
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
    const refusal = await submitIncidentRevision(editor, { incidentId, number: 1, edit: 1 }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Invalid);
    expect((refusal as Invalid).fields).toEqual({ "sections.whatLeaked.en": ["needed-for-publication"], knewLeak: ["needed-for-publication"] });
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
    const refusal = await createIncident(comms(), { slug: slug(), content: { ...haneulMall, contact: { ...haneulMall.contact, email: "nobody" }, timeZone: "Asia/Atlantis", facts: [{ ...haneulMall.facts[0], status: "sure" }] } }).catch((error: unknown) => error);
    expect((refusal as Invalid).fields).toEqual({ "contact.email": ["email"], timeZone: ["time-zone"], "facts.0.status": ["choose-one"] });
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
