import type { RelayReport, WaveHandover } from "@/domain/waves/types";
import { classifyHandover } from "./classify-handover";
import type { DkimSigner } from "./dkim-signature";
import type { MimeMessage } from "./mime-letter";
import { RelayBreaker, type BreakerReason, type BreakerSettings, type Leave } from "./relay-breaker";
import type { SmtpEnvelope, SmtpError, SmtpTimeouts } from "./smtp-connections";
import { openSmtpRelay, type SmtpRelay } from "./smtp-relay";

const lanes = ["person", "bulk"] as const;
export type RelayLane = (typeof lanes)[number];

export interface RelaySettings {
  /** As people know it: in the console, in metrics, in problems. */
  name: string;
  url: string;
  /** Whether its host is excepted by name from TLS. */
  allowPlain: boolean;
  /** Connections for each lane; none is a lane that it does not serve. */
  connections: Record<RelayLane, number>;
  /** Messages a second that it allows; null is as many as it takes. */
  perSecond: number | null;
  dkim?: DkimSigner;
  timeouts?: Partial<SmtpTimeouts>;
  breaker?: BreakerSettings;
}

/** A hand-over that a relay did not get as far as; another may be asked at once. */
export type Tried = { handover: WaveHandover; begun: boolean } | "turned-away";

const FIRST_GUESS_MS = 50;
/** Messages that the rate allowed and nobody sent in this time may still go: a timer is late by more than the pause between two messages of a fast relay. */
const CATCH_UP_MS = 100;
/** Weight of the newest hand-over in the mean. */
const NEWEST = 0.1;
/** The mean is halved for each of these that pass without a hand-over: a relay that was slow is believed to be better some day, and tried. */
const FORGET_MS = 30_000;

/** One relay: its connections by lane, its breaker, its rate, and how long it takes. */
export class Relay {
  readonly breaker: RelayBreaker;
  private readonly connections: Partial<Record<RelayLane, SmtpRelay>> = {};
  private readonly load: Record<RelayLane, number> = { person: 0, bulk: 0 };
  private mean = FIRST_GUESS_MS;
  private lastDone: number;
  /** When the next message may go, by the rate. */
  private nextAt = 0;
  private accepted = 0;
  private failed = 0;
  private letGo = false;

  constructor(
    private readonly settings: RelaySettings,
    private readonly now: () => number,
  ) {
    this.breaker = new RelayBreaker(now, settings.breaker);
    this.lastDone = now();
    for (const lane of lanes) {
      if (settings.connections[lane] > 0) this.connections[lane] = openSmtpRelay({ ...settings, connections: settings.connections[lane] });
    }
  }

  serves(lane: RelayLane): boolean {
    return this.connections[lane] !== undefined;
  }

  capacity(lane: RelayLane): number {
    return this.settings.connections[lane];
  }

  /** How long a message that is given to it now is expected to take, in milliseconds. */
  expectedWait(lane: RelayLane): number {
    return Math.max(1, this.faded()) * (1 + this.load[lane] / this.settings.connections[lane]) + (lane === "bulk" ? this.rateWait() : 0);
  }

  private faded(): number {
    return this.mean * 2 ** (-(this.now() - this.lastDone) / FORGET_MS);
  }

  /** Milliseconds until the rate allows another message of a wave. */
  rateWait(): number {
    return Math.max(0, this.nextAt - this.now());
  }

  /** Hand over one message with leave of the breaker. It counts against the rate; mails to single people do not wait for it, waves do. */
  async send(lane: RelayLane, leave: Leave, envelope: SmtpEnvelope, message: MimeMessage): Promise<Tried> {
    const relay = this.connections[lane];
    if (!relay) return "turned-away";
    if (this.settings.perSecond !== null) this.nextAt = Math.max(this.nextAt, this.now() - CATCH_UP_MS) + 1000 / this.settings.perSecond;
    this.load[lane] += 1;
    const began = this.now();
    const attempt = await relay.send(envelope, message).finally(() => (this.load[lane] -= 1));
    if (!attempt) {
      this.breaker.gaveBack(leave);
      return "turned-away";
    }
    const took = this.now() - began;
    const mean = this.faded();
    this.lastDone = this.now();
    this.mean = mean + (took - mean) * NEWEST;
    const handover = classifyHandover(attempt);
    const begun = attempt.taken || attempt.begun;
    const code = attempt.taken ? undefined : attempt.error.responseCode;
    if (handover.outcome === "unavailable" || handover.outcome === "in-doubt" || code === 421) {
      this.failed += 1;
      this.breaker.failedWith(leave, attempt.taken ? "connection" : reasonOf(attempt.error), handover.reply);
    } else {
      if (attempt.taken) this.accepted += 1;
      this.breaker.succeeded(leave, took);
    }
    // Whoever still waits for a connection of a relay that rests is better off elsewhere.
    if (this.breaker.phase !== "closed") for (const each of lanes) this.connections[each]?.turnAway();
    return { handover, begun };
  }

  report(): RelayReport {
    const resting = this.breaker.resting;
    return {
      name: this.settings.name,
      lanes: lanes.filter((lane) => this.serves(lane)),
      phase: this.breaker.phase,
      why: resting?.why ?? null,
      words: resting?.words ?? "",
      restsFor: resting?.ms ?? 0,
      inFlight: this.load.person + this.load.bulk,
      meanMs: this.mean,
      accepted: this.accepted,
      failed: this.failed,
    };
  }

  /** Whether it was let go: it takes nothing any more. */
  get closed(): boolean {
    return this.letGo;
  }

  close(): void {
    this.letGo = true;
    for (const lane of lanes) this.connections[lane]?.close();
  }
}

function reasonOf({ responseCode, code }: SmtpError): BreakerReason {
  if (responseCode === 421) return "busy";
  if (responseCode !== undefined || code === "EAUTH") return "refused";
  return "connection";
}
