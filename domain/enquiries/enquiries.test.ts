import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { enquiries } from "@/db/schema/enquiries";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject, queuedMails } from "@/test/lookups";
import { closeEnquiry } from "./close-enquiry";
import { openEnquiry } from "./open-enquiry";
import { getEnquiry, listEnquiries } from "./queries";
import { replyToEnquiry } from "./reply-to-enquiry";
import { revealEnquiry } from "./reveal-enquiry";

const database = useDatabase();
const CSV = "ref,email,confirmed\na,minji@example.com,names";

it("is opened by a proven person, answered by mail, closed, and never holds words or address in the clear", async () => {
  const incident = await aPublishedIncident(database.parts, CSV);
  const subject = await aSubject(database.parts, incident, "minji@example.com", "en");
  await expect(openEnquiry(subject, incident, { text: "short", dataClass: "" })).rejects.toMatchObject({ fields: { text: ["enquiry-short"] } });
  const { reference } = await openEnquiry(subject, incident, { text: "My name never was in your shop.", dataClass: "names" });
  const support = staffContext(database.parts, ["support"]);
  const { enquiries: [enquiry] } = await listEnquiries(support, incident.id, { state: "open" });
  expect(enquiry).toMatchObject({ reference, state: "open", dataClass: "names", datasetVersion: 1, locale: "en" });
  await expect(listEnquiries(staffContext(database.parts, ["finance"]), incident.id, {})).rejects.toMatchObject({ reason: "forbidden" });
  const detail = await getEnquiry(support, enquiry!.id);
  expect(detail).toMatchObject({ contact: "m•••@example.com", text: "My name never was in your shop.", replies: [] });
  await replyToEnquiry(support, { enquiryId: enquiry!.id, text: "We looked at it again and found this." });
  expect((await getEnquiry(support, enquiry!.id)).replies).toMatchObject([{ number: 1, text: "We looked at it again and found this." }]);
  expect((await queuedMails(database.parts)).map(({ purpose }) => purpose)).toEqual(expect.arrayContaining(["enquiry-received", "enquiry-reply"]));
  expect(await revealEnquiry(support, { enquiryId: enquiry!.id, reason: "to call them back about it" })).toEqual({ kind: "email", value: "minji@example.com" });
  await closeEnquiry(support, { enquiryId: enquiry!.id });
  await expect(replyToEnquiry(support, { enquiryId: enquiry!.id, text: "One more thing about this." })).rejects.toMatchObject({ reason: "enquiry-closed" });
  const actions = (await database.db.select({ action: auditEvents.action }).from(auditEvents).where(eq(auditEvents.objectId, enquiry!.id)).orderBy(auditEvents.id)).map(({ action }) => action);
  expect(actions).toEqual(["enquiry.open", "enquiry.read", "enquiry.reply", "enquiry.read", "enquiry.reveal", "enquiry.close"]);
  const [row] = await database.db.select().from(enquiries);
  expect(JSON.stringify(row)).not.toMatch(/minji|never was/);
});
