import { randomUUID } from "node:crypto";
import { translator } from "@/content/translator";
import { enquiries } from "@/db/schema/enquiries";
import { recordAudit } from "../audit/record-audit";
import { queueMessage } from "../correspondence/queue-message";
import type { PublishedIncident } from "../incidents/types";
import { requireSubject, type Context } from "../kernel/context";
import { parseInput, TooMany } from "../kernel/errors";
import { newReference } from "../kernel/ids";
import { withTransaction } from "../kernel/transaction";
import { sealJson } from "../keys/sealed";
import { countUse } from "../lookups/count-use";
import { getProvenContact, holdOwnIndex } from "../lookups/proven-contact";
import { openEnquiryInput } from "./input";
import { enquiryPlace } from "./read-enquiry";
import type { EnquiryWords } from "./types";

/** How many enquiries one proof may open. */
const MOST = 5;

/** Say that something about one's result looks wrong. A person reads it and answers to the proven contact; the reference goes there at once. @throws {SignedOut} @throws {Invalid} @throws {TooMany} */
export async function openEnquiry(ctx: Context, incident: Pick<PublishedIncident, "id" | "content" | "publishedVersion">, raw: unknown): Promise<{ reference: string }> {
  const actor = requireSubject(ctx);
  const input = parseInput(openEnquiryInput, raw);
  const contact = await getProvenContact(ctx);
  const { uses, secondsLeft } = await countUse(ctx, `enquiries|${actor.sessionId}`, 3600);
  if (uses > MOST) throw new TooMany("browser-budget", secondsLeft);
  const id = randomUUID();
  const reference = newReference("E");
  const words: EnquiryWords = { contact, text: input.text };
  const sealed = await sealJson(ctx.keys, enquiryPlace({ id, incidentId: incident.id }), words);
  await withTransaction(ctx, async (tx) => {
    const contactIndex = await holdOwnIndex(tx, ctx);
    await tx.insert(enquiries).values({ id, reference, incidentId: incident.id, contactIndex, datasetVersion: incident.publishedVersion, dataClass: input.dataClass ?? null, locale: ctx.locale, sealed });
    const t = translator(ctx.locale, "enquiries-mails");
    const organisation = incident.content.organisation[ctx.locale];
    await queueMessage(tx, ctx, { purpose: "enquiry-received", incidentId: incident.id, to: contact, locale: ctx.locale, subject: t("received.subject", { reference }), text: [t("received.body", { organisation, reference }), t("received.next"), organisation].join("\n\n"), sms: t("received.sms", { organisation, reference }) });
    await recordAudit(tx, ctx, { action: "enquiry.open", object: { kind: "enquiry", id }, incidentId: incident.id, details: { dataClass: input.dataClass ?? null } });
  });
  return { reference };
}
