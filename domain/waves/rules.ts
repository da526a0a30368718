import { statutoryKinds, type NoticeKind } from "@/db/values/notice-kinds";
import type { Channel, DoubtPolicy, WaveState } from "@/db/values/wave-states";
import { Conflict, Forbidden, Invalid, type Refusal } from "../kernel/errors";
import type { NoticeWording } from "../notices/types";
import type { Wave, WaveOverview } from "./types";

/** Minutes after which a message that was put off is tried again: greylisting lets go within the first ones, an outage within the hours (RFC 5321 § 4.5.4.1). */
const EARLY_RETRIES = [1, 5, 15, 30];
const LATER_RETRY = 60;
/** Minutes from the first attempt after which a message is given up: 72 hours. */
const LAST_RETRY = 72 * 60;

/** People of one range. A range is what a worker leases: small waves have a few, so that several can be worked on, and one of tens of millions only a few thousand. */
export function rangeSize(people: number): number {
  return Math.max(100, Math.min(500, Math.ceil(people / 8)), Math.ceil(people / 4_000));
}

/** Waves of at least so many people have partitions of their own. */
export const OWN_PARTITIONS = 50_000;

/** People taken into an audience in one transaction: whole ranges, enough of them to be quick and few enough to be committed at once. */
export function chunkSize(people: number): number {
  return rangeSize(people) * Math.ceil(10_000 / rangeSize(people));
}

/** How long a message in doubt waits for word from the other side before the wave's policy sends it once more. */
export const DOUBT_WAIT_SECONDS = 15 * 60;

/** What becomes of messages in doubt unless it is chosen otherwise: what the law asks for is rather sent twice than not at all. */
export function doubtPolicyOf(kind: NoticeKind): DoubtPolicy {
  return statutoryKinds.includes(kind) ? "resend-once" : "hold";
}

/** The contact that a channel needs, as contact points are kept. */
export const contactKindOf = { email: "email", sms: "phone", letter: "postal" } as const satisfies Record<Channel, string>;

/** Seconds until a message that was put off at this attempt is tried again; null when it has been tried for 72 hours. */
export function retryAfter(attempt: number): number | null {
  const early = EARLY_RETRIES[attempt - 1];
  if (early !== undefined) return early * 60;
  const waited = EARLY_RETRIES.reduce((sum, minutes) => sum + minutes, 0) + (attempt - 1 - EARLY_RETRIES.length) * LATER_RETRY;
  return waited + LATER_RETRY > LAST_RETRY ? null : LATER_RETRY * 60;
}

/** Under what a reply is told apart: the enhanced status code (RFC 3463) if it has one, else the three digits (RFC 5321) or the status of a gateway, else the words before the first digit. */
export function replyCode(reply: string): string {
  return /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(reply)?.[0] ?? /^(?:HTTP )?\d{3}(?!\d)/.exec(reply)?.[0] ?? (/^[A-Za-z][A-Za-z _-]{0,39}/.exec(reply)?.[0].trim() || "none");
}

/** Approved and not at its end. */
export const unfinishedStates: readonly WaveState[] = ["approved", "scheduled", "freezing", "sending", "paused"];
const runningStates: readonly WaveState[] = ["approved", "scheduled", "freezing", "sending"];

export function whyNotSubmittable(wave: Pick<Wave, "state">): Refusal | null {
  return wave.state === "draft" ? null : new Conflict("not-a-draft");
}

/** Say why a wording cannot go out over a wave's channels, or null: a text message is written apart. */
export function whyNotWritable(channels: readonly Channel[], { sms }: Pick<NoticeWording, "sms">): Refusal | null {
  return channels.includes("sms") && !sms ? new Conflict("wave-no-sms-wording") : null;
}

/** Say why somebody cannot approve a wave, or null. `hash` names what they have read. */
export function whyNotApprovable(wave: Pick<Wave, "state" | "approvalHash" | "createdBy" | "submittedBy" | "editedBy">, staffId: string, hash: string): Refusal | null {
  if (wave.state !== "in-review") return new Conflict("wave-not-in-review");
  if (wave.approvalHash !== hash) return new Conflict("wave-changed-meanwhile");
  if (tookPart(wave, staffId)) return new Forbidden("second-person");
  return null;
}

/** Whether somebody made a wave, changed it or asked for its approval, and so cannot be its second person. */
export function tookPart({ createdBy, submittedBy, editedBy }: Pick<Wave, "createdBy" | "submittedBy" | "editedBy">, staffId: string): boolean {
  return createdBy === staffId || submittedBy === staffId || editedBy.includes(staffId);
}

/** Say why a wave cannot be taken out of review, or null: its own people need no reason, everybody else owes them one. */
export function whyNotReturnable(wave: Pick<Wave, "state" | "createdBy" | "submittedBy" | "editedBy">, staffId: string, reason: string): Refusal | null {
  if (wave.state !== "in-review") return new Conflict("wave-not-in-review");
  return tookPart(wave, staffId) || reason.length >= 10 ? null : new Invalid({ reason: ["reason-too-short"] });
}

export function whyNotPausable(wave: Pick<Wave, "state">): Refusal | null {
  return runningStates.includes(wave.state) ? null : new Conflict("wave-not-running");
}

/** Say why a wave cannot go on, or null. One whose audience is not the number that was approved, or whose approver was off-boarded, never does: another has to be approved. */
export function whyNotResumable(wave: Pick<Wave, "state" | "pausedReason">, publishedVersion: number | null): Refusal | null {
  if (wave.state !== "paused") return new Conflict("wave-not-paused");
  if (wave.pausedReason === "count-differs") return new Conflict("wave-count-differs");
  if (wave.pausedReason === "approver-left") return new Conflict("wave-approver-left");
  if (publishedVersion === null) return new Conflict("nothing-published");
  return null;
}

export function whyNotCancellable(wave: Pick<Wave, "state">): Refusal | null {
  return wave.state === "finished" || wave.state === "cancelled" ? new Conflict("wave-ended") : null;
}

/** Say why a wave's pace cannot be changed on the way, or null. Before approval it is part of what is approved, and the draft is changed. */
export function whyPaceStays(wave: Pick<Wave, "state">): Refusal | null {
  if (wave.state === "draft" || wave.state === "in-review") return new Conflict("wave-not-approved");
  return whyNotCancellable(wave);
}

/** Show of an address its first letter and its domain. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf("@");
  return `${Array.from(address)[0] ?? ""}•••${address.slice(at)}`;
}

/** How far a wave has come: messages that are through and still to go, whole percent of those whose outcome is known (100 only when all are), and messages a second from beginning to end of one that has ended. */
export function sendingPace({ deliveries, entered, frozenAt, endedAt }: Pick<WaveOverview, "deliveries" | "entered" | "frozenAt" | "endedAt">): { sent: number; left: number; percent: number; average: number | null } {
  const left = deliveries.pending + deliveries["handing-over"] + deliveries.deferred;
  const sent = entered - left;
  const seconds = frozenAt && endedAt ? Math.max(1, (endedAt.getTime() - frozenAt.getTime()) / 1000) : null;
  return { sent, left, percent: entered === 0 ? 100 : Math.floor(((sent - deliveries["in-doubt"]) / entered) * 100), average: seconds === null || deliveries.accepted === 0 ? null : Math.max(1, Math.round(deliveries.accepted / seconds)) };
}
