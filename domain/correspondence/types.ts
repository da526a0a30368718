/** One mail, composed. The Message-ID is ours, so that a second attempt is the same message. */
export interface EmailMessage {
  to: string;
  subject: string;
  text: string;
  html?: string;
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

export interface EmailTransport {
  send(message: EmailMessage): Promise<Handover>;
  close(): void;
}
