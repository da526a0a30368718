import { z } from "zod";
import type { Locale } from "@/db/values/locales";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { RelayLane, RelayPhase, RelayReason } from "@/db/values/relay-states";
import { channels, type Channel, type DeliveryState, type DoubtPolicy, type PathState, type PauseReason, type WaveState } from "@/db/values/wave-states";
import type { Audience } from "../audiences/types";
import type { IncidentId, SubjectId, TemplateVersionId, WaveId } from "../kernel/ids";
import type { NoticeLetter, PersonalValues } from "../notices/types";
import type { WavePace } from "./pace/types";

const localized = z.object({ ko: z.string(), en: z.string() });

/** What a wave's letters say of the organisation, and the facts that their wording names; settled when review is asked for, so that it is what was approved. */
export const waveSender = z.object({ organisation: localized, contactDesk: localized, timeZone: z.string(), facts: z.record(z.string(), localized).default({}) });
export type WaveSender = z.infer<typeof waveSender>;

/** A named zone that this machine's data knows (IANA). */
const timeZone = z.string().refine(isTimeZone, "time-zone");

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name.includes("/") || name === "UTC";
  } catch {
    return false;
  }
}

const share = z.coerce.number({ error: "percent" }).min(0.01, "percent").max(100, "percent");

/** When a wave goes and what holds it; approved, and not changed afterwards. */
export const waveSchedule = z.object({
  /** The zone in which its times were chosen and are shown; null is the incident's. */
  timeZone: timeZone.nullable().default(null),
  /** The moment by which everybody should have been written to. */
  endBy: z.iso.datetime({ offset: true, error: "date-time" }).nullable().default(null),
  /** The first part goes alone; then the wave holds and goes on by itself when all is well, or on a person's word. */
  ramp: z
    .object({ percent: z.coerce.number({ error: "percent-part" }).min(0.1, "percent-part").max(99, "percent-part"), holdMinutes: z.coerce.number({ error: "minutes" }).int("minutes").min(1, "minutes").max(10_080, "minutes"), goOn: z.enum(["healthy", "person"], "choose-one") })
    .nullable()
    .default(null),
  /** Percent of the last thousand messages at which the wave pauses by itself. */
  stop: z.object({ rejections: share, bounces: share, complaints: share }).default({ rejections: 10, bounces: 5, complaints: 0.3 }),
});
type WaveSchedule = z.infer<typeof waveSchedule>;

/** The channels of a wave in the order in which they are tried. */
export const waveChannels = z
  .array(z.enum(channels, "choose-one"))
  .min(1, "required")
  .refine((list) => new Set(list).size === list.length, "channel-twice")
  .default(["email"]);

export interface Wave {
  id: WaveId;
  incidentId: IncidentId;
  templateVersionId: TemplateVersionId;
  state: WaveState;
  audience: Audience;
  /** Tried in this order. */
  channels: Channel[];
  scheduledAt: Date | null;
  schedule: WaveSchedule;
  pace: WavePace;
  doubtPolicy: DoubtPolicy;
  /** Whether its people and messages lie in partitions of their own. */
  own: boolean;
  /** From when on rejections, bounces and complaints are judged. */
  judgedFrom: Date | null;
  /** The last person taken into the audience so far. */
  frozenTo: bigint;
  sender: WaveSender | null;
  /** People counted when review was asked for. */
  expected: number | null;
  countedVersion: number | null;
  /** Hex; names what was approved. */
  approvalHash: string | null;
  datasetVersion: number | null;
  readVersion: number | null;
  /** People found by freezing. */
  found: number | null;
  tokenKeyId: number | null;
  pausedReason: PauseReason | null;
  affected: number | null;
  createdBy: string;
  /** Who changed the draft after it was made. */
  editedBy: string[];
  /** Approval was asked for and waits for the number of people. */
  askedBy: string | null;
  askedAt: Date | null;
  /** Why it did not come to a review, once the number was there: a key of `errors`. */
  askedRefusal: string | null;
  /** Who took it out of review last. */
  returnedBy: string | null;
  returnedAt: Date | null;
  returnedReason: string | null;
  submittedBy: string | null;
  approvedBy: string | null;
  createdAt: Date;
  submittedAt: Date | null;
  approvedAt: Date | null;
  frozenAt: Date | null;
  /** Of the index key when the audience was taken. */
  indexLinks: number;
  endedAt: Date | null;
}

export interface WaveSummary extends Wave {
  template: { name: string; kind: NoticeKind; number: number };
  deliveries: Record<DeliveryState, number>;
  /** Frozen audience, or as much of it as is taken so far. */
  people: number;
  /** When there is something to send next; null when there is not. */
  nextDueAt: Date | null;
}

export interface WaveOverview extends WaveSummary {
  paths: Record<PathState, number>;
  /** What came back later: beside the states of deliveries and not among them. `resent` counts messages sent once more because their arrival was unknown. */
  outcomes: Record<"delivered" | "bounced" | "complained" | "resent", number>;
  /** The same per channel, in the order of the cascade. */
  byChannel: { channel: Channel; deliveries: Record<DeliveryState, number>; paths: Record<PathState, number>; people: number; entered: number }[];
  /** Messages entered for the audience. */
  entered: number;
  /** The version that is published now: another one than `readVersion` is why a wave stands still. */
  publishedVersion: number | null;
  /** What the program found when it last looked after the wave. */
  watch: { broken: boolean; stalled: boolean };
}

export interface InDoubtDelivery {
  subjectId: SubjectId;
  channel: Channel;
  /** When it is sent once more by itself; null when only a person can decide. */
  againAt: Date | null;
  attempt: number;
  relayReply: string | null;
  since: Date | null;
}

/** A message as a recipient would get it, with nothing in it that names them. */
export interface NoticePreview {
  /** Place in the audience, from 1. */
  position: number;
  to: string;
  locale: Locale;
  subject: string;
  text: string;
  html: string;
  /** Null where the wording has no text message. */
  sms: string | null;
}

/**
 * What became of handing a message over (RFC 5321): `accepted`; `rejected` for good, by a 5yz to this recipient or message; `later`, by a 4yz to it;
 * `unavailable`, when the relay did not get as far as this message, so that nothing was handed over and no other message will fare better now; `in-doubt`, when the
 * connection broke after the message had begun.
 */
export interface WaveHandover {
  outcome: "accepted" | "rejected" | "later" | "unavailable" | "in-doubt";
  /** The relay's words, without the address. */
  reply: string;
  /** The gateway's own name of the message, by which its receipts will speak of it. */
  handle?: string;
}

/** How one worker process finds one relay. */
export interface RelayReport {
  name: string;
  lanes: RelayLane[];
  phase: RelayPhase;
  /** Why it rests, in our words and in the relay's. */
  why: RelayReason | null;
  words: string;
  /** Milliseconds until it is tried again. */
  restsFor: number;
  inFlight: number;
  /** What a hand-over takes, on a moving average. */
  meanMs: number;
  /** Since the process started. */
  accepted: number;
  failed: number;
}

/** A relay as all workers find it together. */
export interface RelayOverview extends Pick<RelayReport, "name" | "lanes" | "why" | "words" | "inFlight"> {
  state: "in-use" | "partly" | "resting" | "to-be-tried";
  /** Seconds until it is tried again, 0 when that comes with the next message; null when none rests. */
  restsFor: number | null;
  /** Null where nobody uses it now. */
  meanMs: number | null;
}

/** A letter laid out for sending; made once per wave and language. */
export interface PreparedLetter {
  readonly locale: Locale;
}

export interface WaveRecipient {
  /** The address or number as imported. */
  to: string;
  /** Which message this is: Message-ID and return path of a mail, the key by which a gateway knows a repeat. */
  token: string;
  personal: PersonalValues;
  /** How its reader says that they want no more of this kind: at an address, or by mail to the token. In the header alone: no notice has a secret link in its text. */
  unsubscribe?: { token: string; url: string };
}

/** One way out for waves. It hands over and reports; what becomes of a message is the ledger's business. */
export interface WaveTransport {
  readonly channel: Channel;
  /** Connections it may hold open. */
  readonly connections: number;
  /** Lay out a letter of this channel. */
  prepare(letter: NoticeLetter): PreparedLetter;
  send(letter: PreparedLetter, recipient: WaveRecipient): Promise<WaveHandover>;
  close(): void;
}
