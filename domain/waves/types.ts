import { z } from "zod";
import type { Locale } from "@/db/values/locales";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { DeliveryState, PathState, PauseReason, WaveState } from "@/db/values/wave-states";
import type { Audience } from "../audiences/types";
import type { IncidentId, SubjectId, TemplateVersionId, WaveId } from "../kernel/ids";
import type { NoticeLetter, PersonalValues } from "../notices/types";

const localized = z.object({ ko: z.string(), en: z.string() });

/** What a wave's letters say of the organisation; settled when review is asked for, so that it is what was approved. */
export const waveSender = z.object({ organisation: localized, contactDesk: localized, timeZone: z.string() });
export type WaveSender = z.infer<typeof waveSender>;

export interface Wave {
  id: WaveId;
  incidentId: IncidentId;
  templateVersionId: TemplateVersionId;
  state: WaveState;
  audience: Audience;
  scheduledAt: Date | null;
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
  submittedBy: string | null;
  approvedBy: string | null;
  createdAt: Date;
  submittedAt: Date | null;
  approvedAt: Date | null;
  frozenAt: Date | null;
  endedAt: Date | null;
}

export interface WaveSummary extends Wave {
  template: { name: string; kind: NoticeKind; number: number };
  deliveries: Record<DeliveryState, number>;
}

export interface WaveOverview extends WaveSummary {
  paths: Record<PathState, number>;
  /** Frozen audience, and messages entered for it; null before freezing. */
  people: number;
  entered: number;
  /** When there is something to send next; null when there is not. */
  nextDueAt: Date | null;
  /** The version that is published now: another one than `readVersion` is why a wave stands still. */
  publishedVersion: number | null;
  /** What the program found when it last looked after the wave. */
  watch: { broken: boolean; stalled: boolean };
}

export interface InDoubtDelivery {
  subjectId: SubjectId;
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
}

/** A letter laid out for sending; made once per wave and language. */
export interface PreparedLetter {
  readonly locale: Locale;
}

export interface WaveRecipient {
  /** The address as imported. */
  to: string;
  /** Message-ID and return path. */
  token: string;
  personal: PersonalValues;
}

export interface WaveTransport {
  /** Connections it may hold open. */
  readonly connections: number;
  prepare(letter: NoticeLetter): PreparedLetter;
  send(letter: PreparedLetter, recipient: WaveRecipient): Promise<WaveHandover>;
  close(): void;
}
