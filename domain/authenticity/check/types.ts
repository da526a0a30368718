import type { Locale } from "@/db/values/locales";
import type { Channel } from "@/db/values/wave-states";
import type { MessageSort } from "../../correspondence/message-number";
import type { PostedPage } from "../../postings/types";
import type { SentNotice } from "../../waves/queries/list-sent-notices";

/** One word of what we send: fixed, or the place of what differs from person to person. */
export interface PatternWord {
  /** As words are compared. */
  key: string;
  /** As it was written. */
  shown: string;
  /** `reference` takes one number that we gave out; `list` the first word of names of classes, `more` the others. */
  slot?: "reference" | "list" | "more";
  /** What is written on to the place of a number without a space. */
  before: string;
  after: string;
  /** Shown by some programs and not by others: the number of a list's item, the address behind a link. */
  optional: boolean;
}

/** The name of a class as a list has it, with or without the words that say it is only possible. */
export interface ListName {
  slug: string;
  keys: readonly string[];
}

/** Where words of ours stand: in the messages of a wave over one channel, or in a posting, which is the same for everybody and goes to nobody. */
type PatternSource = { kind: "notice"; sent: SentNotice; channel: Channel } | { kind: "posting"; page: PostedPage };

/** Words of ours in one language, with what some readers have and others have not. */
export interface Pattern {
  source: PatternSource;
  locale: Locale;
  words: readonly PatternWord[];
  /** From which word to which one a reader may have nothing: sections for others, head and foot. */
  skips: ReadonlyMap<number, readonly number[]>;
  /** Words of what may stand in the place of a list. */
  listWords: ReadonlySet<string>;
  /** What may stand there, in the order in which it stands. */
  listNames: readonly ListName[];
}

/** What somebody gave us to compare. */
export interface GivenText {
  /** As they were written. */
  words: readonly string[];
  /** As they are compared. */
  keys: readonly string[];
  /** Lines that a mail program writes above a message that is handed on: not compared. */
  leftOut: readonly string[];
}

export type StretchKind = "same" | "added" | "missing";

/** Words in a row that are in both texts, in theirs alone, or in ours alone. */
export interface Stretch {
  kind: StretchKind;
  text: string;
  words: number;
}

/** What a forger changes: where somebody is led, whom they call, where they pay. */
export interface Danger {
  kind: "link" | "e-mail" | "phone" | "number";
  text: string;
}

/**
 * `genuine`: word for word what we sent. `part`: a stretch of it, with nothing added and nothing left out inside. `altered`: ours with changes. `not-ours`: nothing that we sent
 * is like it.
 */
export type Verdict = "genuine" | "part" | "altered" | "not-ours";

export interface Comparison {
  verdict: Verdict;
  /** The message that it is, or is most like; null when it is like none. */
  pattern: Pattern | null;
  stretches: readonly Stretch[];
  dangers: readonly Danger[];
  leftOut: readonly string[];
}

/** What a number says: which notice, or which single message, or that it is none of ours. */
export type NumberAnswer = { kind: "notice"; sent: SentNotice } | { kind: "single"; sort: MessageSort; day: Date } | { kind: "not-ours" };

/** What is found of the signature of a mail. Only `good` proves anything; a signature breaks when a mail is handed on, so the others prove nothing against it. */
export interface SignatureFound {
  state: "good" | "after-retirement" | "broken" | "not-ours" | "none";
  domain: string | null;
  selector: string | null;
  signedAt: Date | null;
}
