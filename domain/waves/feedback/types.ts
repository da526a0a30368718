/** What comes back about a message, later: it arrived, it did not, it has not yet, or its recipient called it unwanted. */
export type FeedbackKind = "delivered" | "bounced" | "delayed" | "complained";

/** One event about one message, as a channel read it. Nothing in it is proven: whoever records it verifies the token. */
export interface Feedback {
  /** Which message; the local part of its return path, and the left side of its Message-ID. */
  token: string;
  kind: FeedbackKind;
  /** Of a bounce: the address itself is dead, and not just this message refused. */
  permanent: boolean;
  /** The receiving side's words, without addresses; empty when it had none. */
  words: string;
  /** The same for the same event, however often and over whichever way it is told. */
  sourceEventId: string;
}

/**
 * What became of an event. `later` asks its sender to come again: the message is being handed over at this moment, and what it came to has first to be written down.
 * `unknown` is a token that nobody of us made, or of a message that is not in the ledger.
 */
export type RecordedFeedback = "recorded" | "replayed" | "unknown" | "later";

/** What one of our addresses is for: the return path of a message, or asking to be written to no more. */
export type AddressUse = "message" | "unsubscribe";
