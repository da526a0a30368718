import { randomUUID } from "node:crypto";
import { translator } from "@/content/translator";
import { correspondenceMails } from "@/db/schema/correspondence";
import { defaultLocale, isLocale } from "@/db/values/locales";
import type { Context } from "../kernel/context";
import { enqueue } from "../kernel/job";
import type { Executor } from "../kernel/transaction";
import { INSTALLATION } from "../keys/key-ring";
import { sealJson } from "../keys/sealed";
import { sendMailJob } from "./jobs";
import { numberOfMessage } from "./message-number";
import type { MessageContent } from "./types";

/** What is known of a queued message without opening it. */
export interface MessageFrame {
  /** What the message is for: `lookup-code`, `claim-received`, … Shown to operators instead of its content. */
  purpose: string;
  incidentId: string | null;
  /** The claim that it is about, so that the claim's page can say that it was refused. */
  claimId?: string;
  /** Not before this moment: a code over budget waits for its next slot. */
  runAt?: Date;
  /** After this moment the message is worthless (an expired code) and is dropped instead of sent. */
  notAfter?: Date;
}

/** The place a queued message's envelope belongs to. */
export function mailPlace(id: string) {
  return { table: "correspondence_mails", column: "sealed", scope: INSTALLATION, recordId: id };
}

/** Write one message, by whatever channel, into the queue of the caller's transaction. Returns its id. */
export async function insertMessage(tx: Executor, ctx: Context, channel: "email" | "sms", { purpose, incidentId, claimId, runAt, notAfter }: MessageFrame, content: MessageContent): Promise<string> {
  const id = randomUUID();
  const numbered = channel === "email" ? await withNumber(ctx, purpose, content, runAt ?? ctx.clock.now()) : content;
  await tx.insert(correspondenceMails).values({ id, incidentId, claimId: claimId ?? null, purpose, channel, sealed: await sealJson(ctx.keys, mailPlace(id), numbered), notAfter: notAfter ?? null });
  await enqueue(tx, sendMailJob, { mailId: id }, { runAt });
  return id;
}

/**
 * A mail bears its number in a header and, unless it is laid out by somebody else, at its foot. A text message has none: phones read the digits of a code out of it, and
 * would take those of a number for one.
 */
async function withNumber(ctx: Context, purpose: string, content: MessageContent, at: Date): Promise<MessageContent> {
  const number = await numberOfMessage(ctx.keys, purpose, at);
  if (content.html !== undefined) return { ...content, number };
  return { ...content, number, text: `${content.text.trimEnd()}\n\n${translator(isLocale(content.locale) ? content.locale : defaultLocale, "correspondence")("foot", { number })}\n` };
}
