import { and, eq, ne, sql } from "drizzle-orm";
import { translator } from "@/content/translator";
import { enquiries, enquiryReplies } from "@/db/schema/enquiries";
import { recordAudit } from "../audit/record-audit";
import { queueMessage } from "../correspondence/queue-message";
import { findPublishedIncident } from "../incidents/queries";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, Invalid, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { openJson, sealJson } from "../keys/sealed";
import { replyToEnquiryInput } from "./input";
import { mayAnswerEnquiries } from "./policy";
import { enquiryPlace, getEnquiryForUpdate, replyPlace } from "./read-enquiry";
import { whyNotTextable } from "./rules";
import { enquiryWords } from "./types";

/** Answer an enquiry to the contact it came from, in the language it was written in. Reply, letter and audit event commit together. @throws {Forbidden} @throws {Conflict} once it is closed
 *  @throws {Invalid} for what no text message may say or hold */
export async function replyToEnquiry(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayAnswerEnquiries);
  const { staffId } = requireStaffActor(ctx);
  const { enquiryId, text } = parseInput(replyToEnquiryInput, raw);
  await withTransaction(ctx, async (tx) => {
    const row = await getEnquiryForUpdate(tx, enquiryId);
    if (row.state === "closed") throw new Conflict("enquiry-closed");
    const { contact } = enquiryWords.parse(await openJson(ctx.keys, enquiryPlace(row), row.sealed));
    const [last] = await tx.select({ number: sql<number>`coalesce(max(${enquiryReplies.number}), 0)::int` }).from(enquiryReplies).where(eq(enquiryReplies.enquiryId, enquiryId));
    const number = (last?.number ?? 0) + 1;
    await tx.insert(enquiryReplies).values({ enquiryId, number, staffId, sealed: await sealJson(ctx.keys, replyPlace(row, number), { text }) });
    await tx.update(enquiries).set({ state: "answered", updatedAt: sql`clock_timestamp()` }).where(and(eq(enquiries.id, enquiryId), ne(enquiries.state, "closed")));
    const t = translator(row.locale, "enquiries-mails");
    const incident = await findPublishedIncident(tx, row.incidentId);
    const { reference } = row;
    const organisation = incident?.content.organisation[row.locale] ?? "";
    const sms = t("reply.sms", { organisation, reference, text });
    const refusal = contact.kind === "phone" ? whyNotTextable(text, sms) : null;
    if (refusal) throw new Invalid({ text: [refusal] });
    await queueMessage(tx, ctx, { purpose: "enquiry-reply", incidentId: row.incidentId, to: contact, locale: row.locale, subject: t("reply.subject", { reference }), text: [t("reply.greeting"), text, t("reply.again", { reference }), organisation].join("\n\n"), sms });
    await recordAudit(tx, ctx, { action: "enquiry.reply", object: { kind: "enquiry", id: enquiryId }, incidentId: row.incidentId, details: { number } });
  });
}
