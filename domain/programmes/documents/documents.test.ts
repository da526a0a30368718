import { createHash, randomUUID } from "node:crypto";
import { asc, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { programmeDocuments } from "@/db/schema/programme-documents";
import { demoDocument, demoDocumentTitle } from "@/db/seed/demo-document";
import { demoTerms, seedProgramme } from "@/db/seed/demo-programme";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { anInspector } from "@/test/evidence/inspector";
import { aStatement } from "@/test/evidence/papers";
import { aPublishedIncident } from "@/test/lookups";
import { createProgramme } from "../create-programme";
import { proposeProgramme } from "../propose-programme";
import { publishProgramme } from "../publish-programme";
import { findProgramme, getTerms } from "../queries";
import { saveProgrammeDraft } from "../save-programme-draft";
import { startProgrammeDraft } from "../start-programme-draft";
import type { DocumentInspection, ProgrammeTerms } from "../types";
import { attachDocument } from "./attach-document";
import { awaitVerdict } from "./await-verdict";
import { inspectDocument } from "./inspect-document";
import { findPublishedDocument, readDocument } from "./queries";

const database = useDatabase();
const terms: ProgrammeTerms = { ...demoTerms, opensAt: new Date("2026-01-01T00:00:00Z"), closesAt: new Date("2026-06-01T00:00:00Z") };
const real: DocumentInspection = { judge: anInspector(), scanner: null };
const accepted = [{ rule: "voucher-split", place: "benefits.0", reason: "Whoever does not want vouchers gets money." }, { rule: "document-unread", place: "documents.0", reason: "Read from the first page to the last." }];

async function scene() {
  const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names");
  const [author, opener] = [staffContext(database.parts, ["finance"], randomUUID()), staffContext(database.parts, ["approver"], randomUUID())];
  const programmeId = await createProgramme(author, { incidentId: incident.id, slug: "compensation", terms });
  const inspect = (sha256: string, inspection = real) => inspectDocument(systemContext(database.parts), inspection, { programmeId, sha256 });
  /** As the form does it, with a worker at hand. */
  const attach = async (file: Buffer, number = 1) => {
    const document = await attachDocument(author, { programmeId, number, file });
    await inspect(document.sha256);
    await awaitVerdict(author, { programmeId, sha256: document.sha256 }, 0);
    return { ...document, languages: ["ko", "en"], title: demoDocumentTitle };
  };
  const place = (sha256: string) => ({ incidentId: incident.id, slug: "compensation", sha256 });
  return { incident, author, opener, programmeId, inspect, attach, place };
}

describe("a document of a programme", () => {
  it("is attached, judged and saved with a draft, and public once a second person has published it", async () => {
    const { incident, author, opener, programmeId, attach, place } = await scene();
    const file = await demoDocument();
    const document = await attach(file);
    expect(document).toMatchObject({ size: file.length, sha256: createHash("sha256").update(file).digest("hex") });
    expect(await findPublishedDocument(database.db, place(document.sha256))).toBeNull();
    expect((await readDocument(opener, place(document.sha256))).equals(file)).toBe(true);
    // What the form says of its size proves nothing.
    await saveProgrammeDraft(author, { programmeId, number: 1, edit: 1, terms: { ...terms, documents: [{ ...document, size: 1 }] } });
    await proposeProgramme(author, { programmeId, number: 1, edit: 2 });
    expect(await findPublishedDocument(database.db, place(document.sha256))).toBeNull();
    await expect(publishProgramme(opener, { programmeId, number: 1, edit: 2, accepted: accepted.slice(0, 1) })).rejects.toMatchObject({ reason: "fairness-open" });
    await publishProgramme(opener, { programmeId, number: 1, edit: 2, accepted });
    expect((await findProgramme(database.db, incident.id, "compensation"))?.terms.documents).toEqual([document]);
    const read = await findPublishedDocument(database.db, place(document.sha256));
    expect([read?.bytes.equals(file), read?.title]).toEqual([true, demoDocumentTitle]);
    expect(await findPublishedDocument(database.db, { ...place(document.sha256), slug: "other" })).toBeNull();
    expect(await findPublishedDocument(database.db, place("f".repeat(64)))).toBeNull();
    expect(await findPublishedDocument(database.db, place("../etc"))).toBeNull();
    const events = await database.db.select({ action: auditEvents.action, details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.objectId, programmeId)).orderBy(asc(auditEvents.id));
    expect(events.map(({ action }) => action)).toEqual(["programme.create", "programme.attach-document", "programme.inspect-document", "programme.save-draft", "programme.propose", "programme.publish"]);
    expect(events[2]?.details).toEqual({ sha256: document.sha256, scanned: false });
  });

  it("stays with the version that named it when a later one does not", async () => {
    const { author, opener, programmeId, attach, place } = await scene();
    const document = await attach(await demoDocument());
    await saveProgrammeDraft(author, { programmeId, number: 1, edit: 1, terms: { ...terms, documents: [document] } });
    await proposeProgramme(author, { programmeId, number: 1, edit: 2 });
    await publishProgramme(opener, { programmeId, number: 1, edit: 2, accepted });
    await startProgrammeDraft(author, { programmeId });
    expect((await getTerms(database.db, programmeId, 2)).documents).toEqual([document]);
    await saveProgrammeDraft(author, { programmeId, number: 2, edit: 1, terms });
    await proposeProgramme(author, { programmeId, number: 2, edit: 2 });
    await publishProgramme(opener, { programmeId, number: 2, edit: 2, accepted });
    expect((await getTerms(database.db, programmeId, 1)).documents).toEqual([document]);
    expect(await findPublishedDocument(database.db, place(document.sha256))).not.toBeNull();
    for (const statement of [sql`delete from programme_documents where programme_id = ${programmeId}`, sql`update programme_documents set bytes = '\\x00' where programme_id = ${programmeId}`]) {
      await expect(database.db.execute(statement)).rejects.toMatchObject({ cause: { constraint: "programme_documents_kept" } });
    }
  });

  it("needs a title in every language and the languages that it is in before it is proposed, and is named once", async () => {
    const { author, programmeId, attach } = await scene();
    const document = await attach(await demoDocument());
    const bare = { ...document, languages: [], title: { ko: "준비하실 것", en: "" } };
    await saveProgrammeDraft(author, { programmeId, number: 1, edit: 1, terms: { ...terms, documents: [bare] } });
    await expect(proposeProgramme(author, { programmeId, number: 1, edit: 2 })).rejects.toMatchObject({ fields: { "documents.0.title.en": ["needed-for-publication"], "documents.0.languages": ["choose-one"] } });
    await expect(saveProgrammeDraft(author, { programmeId, number: 1, edit: 2, terms: { ...terms, documents: [document, bare] } })).rejects.toMatchObject({ fields: { "documents.1.title.ko": ["document-twice"] } });
  });

  it("is not named by terms before it was judged, or that belongs elsewhere; the database refuses it too", async () => {
    const { author, programmeId } = await scene();
    const document = { ...(await attachDocument(author, { programmeId, number: 1, file: await demoDocument() })), languages: ["en"], title: demoDocumentTitle };
    const naming = { ...terms, documents: [document] };
    await expect(saveProgrammeDraft(author, { programmeId, number: 1, edit: 1, terms: naming })).rejects.toMatchObject({ fields: { "documents.0.title.ko": ["document-missing"] } });
    const { incident } = await scene();
    await expect(createProgramme(author, { incidentId: incident.id, slug: "second", terms: naming })).rejects.toMatchObject({ fields: { "documents.0.title.ko": ["document-missing"] } });
    await expect(database.db.execute(sql`update programme_versions set terms = ${JSON.stringify({ documents: [document] })}::jsonb where programme_id = ${programmeId}`)).rejects.toMatchObject({ cause: { constraint: "programme_versions_documents" } });
  });

  it("that acts is refused, and nothing of it is kept but the verdict", async () => {
    const { author, programmeId, attach, place } = await scene();
    const file = await aStatement();
    await expect(attach(file)).rejects.toMatchObject({ fields: { file: ["document-hidden-content"] } });
    expect(await database.db.select({ state: programmeDocuments.state, defect: programmeDocuments.defect, bytes: programmeDocuments.bytes }).from(programmeDocuments).where(eq(programmeDocuments.programmeId, programmeId))).toEqual([{ state: "refused", defect: "hidden-content", bytes: null }]);
    const { sha256 } = await attachDocument(author, { programmeId, number: 1, file });
    await expect(awaitVerdict(author, { programmeId, sha256 }, 0)).rejects.toMatchObject({ reason: "invalid-input" });
    await expect(readDocument(author, place(sha256))).rejects.toMatchObject({ kind: "not-found" });
    await expect(attachDocument(author, { programmeId, number: 1, file: Buffer.from("PK not a PDF") })).rejects.toMatchObject({ fields: { file: ["document-type"] } });
    await expect(attachDocument(author, { programmeId, number: 1, file: Buffer.concat([Buffer.from("%PDF-1.7"), Buffer.alloc(5_000_000)]) })).rejects.toMatchObject({ fields: { file: ["document-large"] } });
  });

  it("is held while the scanner is silent, and refused when it finds something", async () => {
    const { author, programmeId, inspect } = await scene();
    const { sha256 } = await attachDocument(author, { programmeId, number: 1, file: await demoDocument() });
    const scanned = (said: "unavailable" | "malware"): DocumentInspection => ({ ...real, scanner: { scan: () => Promise.resolve(said) } });
    expect(await inspect(sha256, scanned("unavailable"))).toBe("later");
    await expect(awaitVerdict(author, { programmeId, sha256 }, 0)).rejects.toMatchObject({ reason: "document-check-late" });
    expect(await inspect(sha256, scanned("malware"))).toBe("done");
    await expect(awaitVerdict(author, { programmeId, sha256 }, 0)).rejects.toMatchObject({ fields: { file: ["document-malware"] } });
  });

  it("that no version names goes with a save of the day after", async () => {
    const { author, programmeId, attach } = await scene();
    await attach(await demoDocument());
    const left = () => database.db.$count(programmeDocuments, eq(programmeDocuments.programmeId, programmeId));
    await saveProgrammeDraft(author, { programmeId, number: 1, edit: 1, terms });
    expect(await left()).toBe(1);
    await database.db.execute(sql`alter table programme_documents disable trigger programme_documents_kept`);
    await database.db.execute(sql`update programme_documents set created_at = created_at - interval '25 hours' where programme_id = ${programmeId}`);
    await database.db.execute(sql`alter table programme_documents enable trigger programme_documents_kept`);
    await saveProgrammeDraft(author, { programmeId, number: 1, edit: 2, terms });
    expect(await left()).toBe(0);
  });

  it("is attached by whoever writes the terms, to a draft alone, and judged by the machine", async () => {
    const { author, opener, programmeId, attach } = await scene();
    const file = await demoDocument();
    await expect(attachDocument(staffContext(database.parts, ["support"]), { programmeId, number: 1, file })).rejects.toMatchObject({ reason: "forbidden" });
    await expect(inspectDocument(author, real, { programmeId, sha256: "0".repeat(64) })).rejects.toMatchObject({ reason: "forbidden" });
    await attach(file);
    await proposeProgramme(author, { programmeId, number: 1, edit: 1 });
    await expect(attachDocument(opener, { programmeId, number: 1, file })).rejects.toMatchObject({ reason: "not-a-draft" });
  });
});

it("the demo's programme has one", async () => {
  const { incident } = await scene();
  const file = await demoDocument();
  await seedProgramme(database.parts, { incidentId: incident.id, author: randomUUID(), opener: randomUUID(), slug: "demo", document: { title: demoDocumentTitle, file } });
  const [document] = (await findProgramme(database.db, incident.id, "demo"))?.terms.documents ?? [];
  expect(document).toMatchObject({ size: file.length, languages: ["ko", "en"] });
});
