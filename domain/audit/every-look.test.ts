import { Readable } from "node:stream";
import { and, asc, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, auditSubjects } from "@/db/schema/audit";
import { importUploads } from "@/db/schema/exposure";
import { guidanceFor, guidedClasses } from "@/content/guidance/guidance";
import { aFiledClaim, aProgramme } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { anIncident } from "@/test/incidents";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { anApprovedClaim, ourAccount } from "@/test/payments";
import { aStaffMember } from "@/test/staff";
import { addNote } from "../claims/desk/add-note";
import { listMentions } from "../claims/desk/queries";
import { readMentions } from "../claims/desk/read-mentions";
import { getOwnClaim } from "../claims/own-claim";
import { startClaim } from "../claims/start-claim";
import { findPerson, readContact } from "../erasure/find-person";
import { openEnquiry } from "../enquiries/open-enquiry";
import { forgetAbandonedUploads } from "../exposure/forget-uploads";
import { storeUpload } from "../exposure/store-upload";
import { tickStep } from "../guidance/tick-step";
import type { Context } from "../kernel/context";
import { endProof } from "../lookups/end-proof";
import { getLookupResult } from "../lookups/get-lookup-result";
import { collectPayments } from "../payments/collect-payments";
import { getBatch } from "../payments/queries";
import { savePayer } from "../payments/save-payer";
import { setLocale } from "../staff/set-locale";

const database = useDatabase();
const CSV = "ref,email,confirmed,possible\na,minji@example.com,names;access-codes,";

/** What somebody did, in its order. */
async function actionsOf({ actor }: Context): Promise<string[]> {
  const id = actor.kind === "staff" ? actor.staffId : actor.kind === "subject" ? actor.sessionId : "";
  return (await database.db.select({ action: auditEvents.action }).from(auditEvents).where(eq(auditEvents.actorId, id)).orderBy(asc(auditEvents.id))).map(({ action }) => action);
}
const seenIn = async (action: string, incidentId: string) => (await database.db.select({ subjectId: auditSubjects.subjectId }).from(auditSubjects).innerJoin(auditEvents, eq(auditEvents.id, auditSubjects.eventId)).where(and(eq(auditEvents.action, action), eq(auditSubjects.incidentId, incidentId)))).map(({ subjectId }) => subjectId);

it("of a person at what is theirs is written down once for each proof and thing", async () => {
  const incident = await aPublishedIncident(database.parts, CSV);
  const programme = await aProgramme(database.parts, incident);
  const subject = await aSubject(database.parts, incident, "minji@example.com");
  // Three windows at once, and once more.
  await Promise.all([1, 2, 3].map(() => getLookupResult(subject, incident)));
  await getLookupResult(subject, incident);
  await startClaim(subject, { programme: programme.slug });
  await startClaim(subject, { programme: programme.slug });
  const { reference } = await aFiledClaim(subject, programme);
  for (let times = 0; times < 3; times++) await getOwnClaim(subject, reference ?? "");
  const step = guidanceFor(guidedClasses[0] ?? "")?.steps[0]?.id;
  for (const done of ["1", "1", "0", "0"]) await tickStep(subject, { step, done });
  const counted = (await actionsOf(subject)).filter((action) => /^(lookup\.read|claim\.(start|read-own)|guidance)/.test(action));
  expect(counted).toEqual(["lookup.read-result", "claim.start", "claim.read-own", "guidance.tick", "guidance.take-tick-back"]);
  const again = await aSubject(database.parts, incident, "minji@example.com");
  await getLookupResult(again, incident);
  await endProof(again);
  await endProof(again);
  expect((await actionsOf(again)).slice(-2)).toEqual(["lookup.read-result", "lookup.end-proof"]);
});

it("of staff at those who are paid, and at notes that name them, names the people", async () => {
  const incident = await aPublishedIncident(database.parts, CSV);
  const programme = await aProgramme(database.parts, incident);
  const claim = await anApprovedClaim(database.parts, await aSubject(database.parts, incident, "minji@example.com"), programme);
  const finance = staffContext(database.parts, ["finance"]);
  await savePayer(finance, { programmeId: programme.id, ...ourAccount });
  const { batchId } = await collectPayments(finance, { programmeId: programme.id, payOn: "2099-12-01", most: "" });
  expect((await getBatch(finance, batchId)).list).toHaveLength(1);
  expect((await actionsOf(finance)).at(-1)).toBe("payments.read-batch");
  expect(await seenIn("payments.read-batch", incident.id)).toEqual([claim.subjectId]);
  const { id } = await aStaffMember(database.parts, ["lead"], { name: "남궁 별" });
  const lead = staffContext(database.parts, ["lead"], id);
  expect(await listMentions(lead)).toEqual([]);
  await addNote(staffContext(database.parts, ["support"]), { claimId: claim.id, note: "@남궁 별 확인 부탁드립니다." });
  await listMentions(lead);
  await readMentions(lead, { claim: claim.id });
  await readMentions(lead, { claim: claim.id });
  await setLocale(lead, { locale: "en" });
  await setLocale(lead, { locale: "en" });
  expect(await actionsOf(lead)).toEqual(["claim.see-mentions", "claim.read-mentions", "staff.set-locale"]);
  expect(await seenIn("claim.see-mentions", incident.id)).toEqual([claim.subjectId]);
});

it("of staff at what hangs on a contact is written down as the finding of it is", async () => {
  const incident = await aPublishedIncident(database.parts, CSV);
  await openEnquiry(await aSubject(database.parts, incident, "stranger@example.com"), incident, { text: "저는 고객이 아닌데 안내를 받았습니다." });
  const security = staffContext(database.parts, ["security"]);
  const { contact } = await findPerson(security, incident.id, { query: "stranger@example.com" });
  await readContact(security, incident.id, contact);
  expect(await actionsOf(security)).toEqual(["erasure.find-person", "erasure.find-person"]);
});

it("a file of people that is handed in, and one that nobody imported and that goes, are events", async () => {
  const { id: incidentId } = await anIncident(database.db);
  const ctx = staffContext(database.parts, ["security"]);
  const { uploadId, hash } = await storeUpload(ctx, { incidentId, fileName: "people.csv" }, Readable.from([Buffer.from("ref,email\na,a@example.com\n")]));
  await database.db.update(importUploads).set({ createdAt: new Date(Date.now() - 2 * 86_400_000) }).where(eq(importUploads.id, uploadId));
  await forgetAbandonedUploads(ctx);
  const events = await database.db.select({ action: auditEvents.action, objectId: auditEvents.objectId, details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.actorId, ctx.actor.staffId)).orderBy(auditEvents.id);
  expect(events).toEqual([
    { action: "dataset.upload", objectId: uploadId, details: { bytes: 26, sha256: hash.toString("hex") } },
    { action: "dataset.forget-uploads", objectId: null, details: { uploads: [uploadId] } },
  ]);
});
