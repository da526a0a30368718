import { and, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { correspondenceMails } from "@/db/schema/correspondence";
import { whyNotWriteTo } from "../installation/why-not-write-to";
import type { Context } from "../kernel/context";
import { openJson } from "../keys/sealed";
import { holdMail } from "./hold-mail";
import { mailPlace } from "./queue-mail";
import type { EmailTransport } from "./types";

const content = z.object({ to: z.string(), locale: z.string(), subject: z.string(), text: z.string(), html: z.string().optional() });

/**
 * Hand one queued mail to the relay. Running it twice is safe: a settled mail is left alone, and a repeat after a crash bears the same Message-ID, so a
 * mailbox that has it already shows it once. A mail that may not leave now is held, or settled as withheld. Returns `later` when the relay asks to come back.
 */
export async function sendMail(ctx: Context, transport: EmailTransport, mailId: string): Promise<"settled" | "later"> {
  const [mail] = await ctx.db
    .update(correspondenceMails)
    .set({ state: "handing-over", attempts: sql`${correspondenceMails.attempts} + 1` })
    .where(and(eq(correspondenceMails.id, mailId), inArray(correspondenceMails.state, ["pending", "handing-over", "in-doubt"])))
    .returning({ sealed: correspondenceMails.sealed, expired: sql<boolean>`coalesce(${correspondenceMails.notAfter} < clock_timestamp(), false)` });
  if (!mail?.sealed) return "settled";
  if (mail.expired) {
    await settle(ctx, mailId, "expired", null);
    return "settled";
  }
  const letter = content.parse(await openJson(ctx.keys, mailPlace(mailId), mail.sealed));
  const keptBack = await whyNotWriteTo(ctx, "email", letter.to);
  if (keptBack === "held") return holdMail(ctx, mailId);
  if (keptBack === "withheld") {
    await settle(ctx, mailId, "withheld", null);
    return "settled";
  }
  const handover = await transport.send({ to: letter.to, subject: letter.subject, text: letter.text, html: letter.html, messageId: `${mailId}@amends` });
  if (handover.outcome === "accepted" || handover.outcome === "rejected") {
    await settle(ctx, mailId, handover.outcome, handover.reply);
    return "settled";
  }
  await ctx.db
    .update(correspondenceMails)
    .set({ state: handover.outcome === "later" ? "pending" : "in-doubt", relayReply: handover.reply })
    .where(eq(correspondenceMails.id, mailId));
  return "later";
}

/** Settle a mail and drop its envelope: once the relay has it, or never will, nobody needs the address here any more. */
async function settle(ctx: Context, mailId: string, state: "accepted" | "rejected" | "expired" | "withheld", reply: string | null): Promise<void> {
  await ctx.db
    .update(correspondenceMails)
    .set({ state, relayReply: reply, sealed: null, settledAt: sql`clock_timestamp()` })
    .where(eq(correspondenceMails.id, mailId));
}
