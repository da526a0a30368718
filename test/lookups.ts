import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { EVERY_INCIDENT } from "@/db/client";
import { seedIncident } from "@/db/seed/demo-incident";
import { codeMails, lookupCodes } from "@/db/schema/lookups";
import { correspondenceMails } from "@/db/schema/correspondence";
import { mailPlace } from "@/domain/correspondence/insert-message";
import { messageContent } from "@/domain/correspondence/types";
import { findPublishedIncident } from "@/domain/incidents/queries";
import type { PublishedIncident } from "@/domain/incidents/types";
import type { SubjectContext } from "@/domain/kernel/context";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import { openJson } from "@/domain/keys/sealed";
import { lookupCode } from "@/domain/lookups/lookup-code";
import { findSubjectSession } from "@/domain/lookups/proven-contact";
import { proveContact } from "@/domain/lookups/prove-contact";
import { requestCode } from "@/domain/lookups/request-code";
import { randomToken } from "@/lib/crypto";
import { importText, publish } from "./imports";

/** A published incident of the reference case with a published dataset. */
export async function aPublishedIncident(parts: ProcessParts, csv: string, slug = `incident-${randomUUID().slice(0, 8)}`): Promise<PublishedIncident> {
  const { incidentId } = await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug });
  const { version } = await importText(parts, incidentId, csv);
  await publish(parts, incidentId, version);
  const incident = await findPublishedIncident(parts.db, incidentId);
  if (!incident) throw new Error("not published");
  return incident;
}

export const visitor = (parts: ProcessParts, locale: "ko" | "en" = "ko") => mintContext(parts, { kind: "visitor" } as const, { locale, sees: EVERY_INCIDENT });

/** Ask for a code and read it as the mail will say it. */
export async function askForCode(parts: ProcessParts, incident: PublishedIncident, contact: string, browser = randomToken()): Promise<{ browser: string; code: string }> {
  await requestCode(visitor(parts), incident, { contact }, { browser, network: null }, { phones: true });
  // Also where the address has been written to so often that its mail waits.
  await parts.db.execute(sql`update code_mails set send_at = clock_timestamp() where send_at > clock_timestamp() and incident_id = ${incident.id}`);
  return { browser, code: await newestCode(parts, incident.id) };
}

/** The code last made, of one incident where others are asking at the same time. */
export async function newestCode(parts: ProcessParts, incidentId?: string): Promise<string> {
  const rows = await parts.db.select({ codeMailId: lookupCodes.codeMailId, id: lookupCodes.id, expiresAt: lookupCodes.expiresAt }).from(lookupCodes).innerJoin(codeMails, eq(codeMails.id, lookupCodes.codeMailId)).where(incidentId ? eq(lookupCodes.incidentId, incidentId) : undefined).orderBy(codeMails.createdAt);
  return lookupCode(parts.keys, rows.at(-1)?.codeMailId ?? "");
}

/** A person with a proven contact. */
export async function aSubject(parts: ProcessParts, incident: PublishedIncident, contact: string, locale: "ko" | "en" = "ko"): Promise<SubjectContext> {
  const { browser, code } = await askForCode(parts, incident, contact);
  const { token } = await proveContact(visitor(parts), incident.id, { code }, browser);
  const actor = await findSubjectSession(parts.db, incident.id, token);
  if (!actor) throw new Error("no session");
  return mintContext(parts, actor, { locale });
}

/** How many mails wait to be sent. */
export async function queuedMails(parts: ProcessParts): Promise<{ purpose: string }[]> {
  return parts.db.select({ purpose: correspondenceMails.purpose }).from(correspondenceMails);
}

/** The messages of an incident that wait to be sent, opened, the oldest first. */
export async function openQueued(parts: ProcessParts, incidentId: string) {
  const rows = await parts.db.select().from(correspondenceMails).where(eq(correspondenceMails.incidentId, incidentId)).orderBy(correspondenceMails.createdAt);
  return Promise.all(rows.map(async ({ id, purpose, channel, sealed }) => ({ purpose, channel, sealed, content: messageContent.parse(await openJson(parts.keys, mailPlace(id), sealed ?? Buffer.alloc(0))) })));
}
