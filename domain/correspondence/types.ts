import { z } from "zod";

/** What a queued message's envelope holds. A text message has no subject. */
export const messageContent = z.object({ to: z.string(), locale: z.string(), subject: z.string().optional(), text: z.string(), html: z.string().optional(), number: z.string().optional() });
export type MessageContent = z.infer<typeof messageContent>;

/** One mail, composed. The Message-ID is ours, so that a second attempt is the same message. */
export interface EmailMessage {
  to: string;
  subject: string;
  text: string;
  html?: string;
  /** By which anybody has it checked. */
  number?: string;
  /** Without angle brackets. */
  messageId: string;
}

/**
 * What became of handing a message over (RFC 5321): `accepted` by the relay, `rejected` for good (5xx), `later` (4xx or no connection, so nothing was
 * handed over), or `in-doubt`: the connection broke after the relay may have taken it.
 */
export interface Handover {
  outcome: "accepted" | "rejected" | "later" | "in-doubt";
  /** The relay's words, without the address. */
  reply: string;
}

/** One text message to one phone. */
export interface SmsMessage {
  /** Ours; the same at a second attempt, so that a gateway can know it again. */
  id: string;
  /** E.164. */
  to: string;
  text: string;
}

/** A gateway's later word on a text that it accepted. */
export interface SmsReceipt {
  /** The gateway's own name of the text, as it was given when it accepted it. */
  handle: string;
  kind: "delivered" | "bounced";
  /** The gateway's words, without the number. */
  words: string;
}

export interface SmsTransport {
  send(message: SmsMessage): Promise<Handover>;
  close(): void;
}

export interface EmailTransport {
  send(message: EmailMessage): Promise<Handover>;
  close(): void;
}

/** The ways out for single messages. Without an SMS gateway there is no way to a phone. */
export interface PersonTransports {
  mail: EmailTransport;
  sms: SmsTransport | null;
}
