import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { correspondenceMails } from "@/db/schema/correspondence";
import { whyNotWriteTo } from "../installation/why-not-write-to";
import type { Context } from "../kernel/context";
import { openJson } from "../keys/sealed";
import { holdMail } from "./hold-mail";
import { mailPlace } from "./insert-message";
import { messageContent, type Handover, type MessageContent, type PersonTransports } from "./types";

/** A gateway for texts knows no Message-ID: one more try after a doubt, then the text is left as it is. */
const MOST_SMS_DOUBTS = 2;

/**
 * Hand one queued message to the relay, or to the SMS gateway. Running it twice is safe: a settled message is left alone, and a repeat after a crash bears the same
 * Message-ID, so a mailbox that has it already shows it once; a text in doubt is sent once more and no oftener. A message that may not leave now is held, or settled as
 * withheld. No event of the audit tells of it: what became of a message is its row, and who caused it to be written has the event. Returns `later` when the other side asks to come back.
 */
export async function sendMail(ctx: Context, transports: PersonTransports, mailId: string): Promise<"settled" | "later"> {
  const [mail] = await ctx.db
    .update(correspondenceMails)
    .set({ state: "handing-over", attempts: sql`${correspondenceMails.attempts} + 1` })
    .where(and(eq(correspondenceMails.id, mailId), inArray(correspondenceMails.state, ["pending", "handing-over", "in-doubt"]), isNotNull(correspondenceMails.sealed)))
    .returning({ sealed: correspondenceMails.sealed, channel: correspondenceMails.channel, attempts: correspondenceMails.attempts, expired: sql<boolean>`coalesce(${correspondenceMails.notAfter} < clock_timestamp(), false)` });
  if (!mail?.sealed) return "settled";
  if (mail.expired) {
    await settle(ctx, mailId, "expired", null);
    return "settled";
  }
  const content = messageContent.parse(await openJson(ctx.keys, mailPlace(mailId), mail.sealed));
  const keptBack = await whyNotWriteTo(ctx, mail.channel === "sms" ? "phone" : "email", content.to);
  if (keptBack === "held") return holdMail(ctx, mailId);
  if (keptBack === "withheld") {
    await settle(ctx, mailId, "withheld", null);
    return "settled";
  }
  const handover = await handOver(transports, mail.channel, mailId, content);
  const given = mail.channel === "sms" && handover.outcome === "in-doubt" && mail.attempts >= MOST_SMS_DOUBTS;
  if (handover.outcome === "accepted" || handover.outcome === "rejected" || (handover.outcome === "in-doubt" && given)) {
    await settle(ctx, mailId, handover.outcome, handover.reply);
    return "settled";
  }
  await ctx.db
    .update(correspondenceMails)
    .set({ state: handover.outcome === "later" ? "pending" : "in-doubt", relayReply: handover.reply })
    .where(eq(correspondenceMails.id, mailId));
  return "later";
}

async function handOver({ mail, sms }: PersonTransports, channel: "email" | "sms", id: string, { to, subject = "", text, html, number }: MessageContent): Promise<Handover> {
  if (channel === "email") return mail.send({ to, subject, text, html, number, messageId: `${id}@amends` });
  // Queued while there was a gateway: it waits for the next one.
  return sms ? sms.send({ id, to, text }) : { outcome: "later", reply: "no SMS gateway is set" };
}

/** Settle a mail and drop its envelope: once the relay has it, or never will, nobody needs the address here any more. */
async function settle(ctx: Context, mailId: string, state: "accepted" | "rejected" | "in-doubt" | "expired" | "withheld", reply: string | null): Promise<void> {
  await ctx.db
    .update(correspondenceMails)
    .set({ state, relayReply: reply, sealed: null, settledAt: sql`clock_timestamp()` })
    .where(eq(correspondenceMails.id, mailId));
}
