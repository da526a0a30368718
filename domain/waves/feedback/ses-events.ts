import { z } from "zod";
import { sha256 } from "@/lib/crypto";
import { cleanWords } from "@/lib/redact";
import type { Feedback } from "./types";

const recipient = z.object({ emailAddress: z.string().default(""), status: z.string().optional(), diagnosticCode: z.string().optional() });
const notification = z.object({
  notificationType: z.string().optional(),
  eventType: z.string().optional(),
  mail: z.object({
    messageId: z.string().default(""),
    source: z.string().default(""),
    commonHeaders: z.object({ messageId: z.string().optional(), returnPath: z.string().optional() }).optional(),
    headers: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  }),
  bounce: z.object({ bounceType: z.string(), bounceSubType: z.string().default(""), feedbackId: z.string().default(""), bouncedRecipients: z.array(recipient).default([]) }).optional(),
  complaint: z.object({ feedbackId: z.string().default(""), complaintFeedbackType: z.string().nullish() }).optional(),
  delivery: z.object({ timestamp: z.string().default(""), smtpResponse: z.string().default("") }).optional(),
  deliveryDelay: z.object({ timestamp: z.string().default(""), delayType: z.string().default(""), delayedRecipients: z.array(recipient).default([]) }).optional(),
});
type Notification = z.output<typeof notification>;

/**
 * Read what Amazon SES tells about a message, in its form for notifications or for event publishing. Which message it was says the return path (SES writes a Message-ID of its own).
 * Null for what says nothing about a message of ours: tests of the topic, opens, sends.
 */
export function readSesEvent(message: string): Feedback | null {
  const parsed = notification.safeParse(parseJson(message));
  if (!parsed.success) return null;
  const token = tokenOf(parsed.data);
  const said = token === null ? null : judge(parsed.data);
  if (token === null || !said) return null;
  const { id, ...rest } = said;
  return { token, ...rest, sourceEventId: sha256(JSON.stringify(["ses", parsed.data.mail.messageId, rest.kind, id, token])).toString("hex") };
}

function judge(told: Notification): (Pick<Feedback, "kind" | "permanent" | "words"> & { id: string }) | null {
  const { bounce, complaint, delivery, deliveryDelay } = told;
  switch (told.eventType ?? told.notificationType) {
    case "Bounce":
      return bounce ? judgeBounce(bounce) : null;
    case "Complaint":
      return complaint ? { kind: "complained", permanent: false, words: (complaint.complaintFeedbackType ?? "").slice(0, 40), id: complaint.feedbackId } : null;
    case "Delivery":
      return delivery ? { kind: "delivered", permanent: false, words: cleanWords(delivery.smtpResponse), id: delivery.timestamp } : null;
    case "DeliveryDelay":
      return deliveryDelay ? { kind: "delayed", permanent: false, words: wordsOf(deliveryDelay.delayedRecipients, deliveryDelay.delayType), id: deliveryDelay.timestamp } : null;
    default:
      return null;
  }
}

/**
 * SES calls an automatic reply a bounce that is transient and general, and so is much else; it is written down and changes nothing. A permanent one strikes the address out unless its
 * status speaks of the message: too large (X.3), not deliverable in its form (X.6), refused by policy (X.7).
 */
function judgeBounce({ bounceType, bounceSubType, feedbackId, bouncedRecipients }: NonNullable<Notification["bounce"]>): Pick<Feedback, "kind" | "permanent" | "words"> & { id: string } {
  const [first] = bouncedRecipients;
  const words = wordsOf(bouncedRecipients, `${bounceType} ${bounceSubType}`);
  if (bounceType === "Transient" && bounceSubType === "General") return { kind: "delayed", permanent: false, words, id: feedbackId };
  return { kind: "bounced", permanent: bounceType === "Permanent" && !/^5\.[367]\./.test(first?.status ?? ""), words, id: feedbackId };
}

function wordsOf(recipients: readonly z.output<typeof recipient>[], otherwise: string): string {
  return cleanWords((recipients[0]?.diagnosticCode ?? otherwise).replace(/^[\w-]+;\s*/, ""), recipients.map(({ emailAddress }) => emailAddress));
}

function tokenOf({ mail }: Notification): string | null {
  const places = [mail.source, mail.commonHeaders?.returnPath ?? "", mail.commonHeaders?.messageId ?? "", ...mail.headers.filter(({ name }) => ["message-id", "return-path"].includes(name.toLowerCase())).map(({ value }) => value)];
  for (const place of places) {
    const found = /(?<![a-z0-9])([a-z2-7]{64})@/i.exec(place)?.[1];
    if (found !== undefined) return found.toLowerCase();
  }
  return null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
