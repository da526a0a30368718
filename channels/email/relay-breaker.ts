/** How patient a breaker is; times in milliseconds. */
export interface BreakerSettings {
  /** Failures in a row that open it. One is enough within `calm` of the last time. */
  failures: number;
  firstPause: number;
  longestPause: number;
  /** How long a relay must do well before its past is forgotten. */
  calm: number;
  /** A hand-over that takes longer is slow, and so many slow ones in a row open it, too. */
  slow: number;
  slowRun: number;
}

export const BREAKER: BreakerSettings = { failures: 3, firstPause: 5_000, longestPause: 300_000, calm: 600_000, slow: 15_000, slowRun: 10 };

export type BreakerPhase = "closed" | "open" | "half-open";
export type BreakerReason = "connection" | "busy" | "refused" | "slow";

/** Leave to send one message; what comes of it is told with it. */
export interface Leave {
  probe: boolean;
}

/**
 * Keeps messages from a relay that does not take them. Closed lets all through, open none; when the pause is over it is half-open and lets one through, and only that one's
 * outcome counts. Pauses double, and are forgotten only after a calm time: a relay that fails every other minute is tried ever more seldom instead of thirty times an hour.
 */
export class RelayBreaker {
  private failed = 0;
  private slowOnes = 0;
  /** How often it opened without a calm time between. */
  private trips = 0;
  private openedAt = 0;
  private closedAt = -Infinity;
  private probe: Leave | null = null;
  private waiting: (() => void)[] = [];
  private state: { open: boolean; until: number; why: BreakerReason | null; words: string } = { open: false, until: 0, why: null, words: "" };

  constructor(
    private readonly now: () => number,
    private readonly settings: BreakerSettings = BREAKER,
  ) {}

  get phase(): BreakerPhase {
    return this.probe ? "half-open" : this.state.open ? "open" : "closed";
  }

  /** Why it rests, in the relay's own words where it had any, and how long still. */
  get resting(): { why: BreakerReason; words: string; ms: number } | null {
    return this.state.open && this.state.why ? { why: this.state.why, words: this.state.words, ms: Math.max(0, this.state.until - this.now()) } : null;
  }

  /**
   * Ask for leave to send one message; null is no. `alone`: no other relay would take it, so a resting one is tried as soon as its first pause is over instead of
   * waiting out a long one while everything stands still.
   */
  ask(alone: boolean): Leave | null {
    if (!this.state.open) return { probe: false };
    const soonest = alone ? this.openedAt + this.settings.firstPause : Infinity;
    if (this.probe || this.now() < Math.min(this.state.until, soonest)) return null;
    this.probe = { probe: true };
    return this.probe;
  }

  /** Whether {@link ask} would give leave now. */
  wouldGive(alone: boolean): boolean {
    return !this.state.open || (!this.probe && this.now() >= Math.min(this.state.until, alone ? this.openedAt + this.settings.firstPause : Infinity));
  }

  /** Resolves when the message that is let through alone has come back; null when none is out. */
  settled(): Promise<void> | null {
    return this.probe ? new Promise((resolve) => this.waiting.push(resolve)) : null;
  }

  succeeded(leave: Leave, ms: number): void {
    if (this.state.open && !leave.probe) return;
    this.failed = 0;
    this.slowOnes = ms > this.settings.slow ? this.slowOnes + 1 : 0;
    if (leave.probe) {
      if (ms > this.settings.slow) {
        this.trip("slow", "");
        return;
      }
      this.closedAt = this.now();
      this.state = { open: false, until: 0, why: null, words: "" };
      this.endProbe();
    } else if (this.slowOnes >= this.settings.slowRun) this.trip("slow", "");
    if (this.now() - this.closedAt > this.settings.calm) this.trips = 0;
  }

  /** The message did not get as far as the relay; `busy` (421) is the relay's own wish to be left alone and opens at once. */
  failedWith(leave: Leave, why: BreakerReason, words: string): void {
    if (this.state.open && !leave.probe) return;
    this.failed += 1;
    const tender = this.trips > 0 && this.now() - this.closedAt <= this.settings.calm;
    if (leave.probe || why === "busy" || tender || this.failed >= this.settings.failures) this.trip(why, words);
  }

  /** The message was never tried. */
  gaveBack(leave: Leave): void {
    if (leave.probe) this.endProbe();
  }

  private trip(why: BreakerReason, words: string): void {
    if (!this.state.open && this.now() - this.closedAt > this.settings.calm) this.trips = 0;
    this.trips += 1;
    this.failed = 0;
    this.slowOnes = 0;
    this.openedAt = this.now();
    const pause = Math.min(this.settings.longestPause, this.settings.firstPause * 2 ** (this.trips - 1));
    this.state = { open: true, until: this.openedAt + pause, why, words };
    this.endProbe();
  }

  private endProbe(): void {
    this.probe = null;
    const woken = this.waiting;
    this.waiting = [];
    for (const wake of woken) wake();
  }
}
