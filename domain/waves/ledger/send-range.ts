import type { Database } from "@/db/client";
import type { Channel, DoubtPolicy } from "@/db/values/wave-states";
import { whySendingIsLocked } from "../../installation/why-sending-is-locked";
import { authorise, type Context } from "../../kernel/context";
import { drawPace, returnPace } from "../pace/pace";
import { mayRunWaves } from "../policy";
import { readWave } from "../queries/read-wave";
import { DOUBT_WAIT_SECONDS, replyCode, retryAfter } from "../rules";
import type { WaveHandover, WaveTransport } from "../types";
import { addressMessages, type Addressed, type AddressedMessage } from "./address-messages";
import { advancePaths } from "./advance-paths";
import { finishWave } from "./finish-wave";
import type { HandoverWindow } from "./handover-window";
import { leaseRange, nextDue, PACE_PATIENCE_SECONDS, rangeName, releaseRange, type RangeLease, type WorkedRanges } from "./lease-range";
import { loadLetters, type SendableWave } from "./load-letters";
import { renewLease } from "./renew-lease";
import { settleBatch, type Batch, type Marked, type Settled } from "./settle-batch";
import { wakeLane } from "../wake-wave";

/** How long one lease is worked on before the lane is given to whoever waits. */
const TURN_MS = 5_000;
const HEARTBEAT_MS = 3_000;
/** A turn that for so long has nothing left but messages which a relay does not answer waits for them beside the lane. */
const LINGER_MS = 1_000;
/** How long a range rests when the relay could not be reached. */
const REST_SECONDS = 15;
/** How long a wave rests that the installation holds. Whoever lets it go wakes it; this is for a word that was lost. */
const LOCKED_SECONDS = 60;
/** How often a turn asks again when the wave's pace has nothing for it; it is over when there was nothing for {@link PACE_PATIENCE_SECONDS}. */
const PACE_WAIT_MS = 200;
/** How soon a turn tries again to tell the database what the relay said; each time twice as late, up to a heartbeat. */
const TELL_AGAIN_MS = 500;
/** How long one whose process was asked to end goes on trying. */
const LAST_WORDS_MS = 60_000;
/** SQLSTATE classes of faults that trying again does not mend: data, integrity, our own statement, and rows that cannot be read. */
const OURS = /^(22|23|42|XX00[12])/;

/** One way out, and the window of what this process has under way on it; shared by everything in the process that sends waves. */
interface WaveWay {
  transport: WaveTransport;
  window: HandoverWindow;
}

export interface WaveSending {
  ways: Partial<Record<Channel, WaveWay>>;
  /** Connections for the ledger that plan a statement once: planning the batch costs more than running it. */
  ledger: Database;
  /** Turns that have given their lane on and wait for a silent relay. Whoever ends the process waits for them first. */
  lingering: Set<Promise<void>>;
  worked: WorkedRanges;
  /** Says that the process was asked to end. */
  ending: AbortSignal;
  portalUrl: string;
}

export type SentRange = { kind: "worked" } | { kind: "idle"; nextDueAt: Date | null } | { kind: "held"; seconds: number };

/** Lease one range of a wave and send what is due in it, for one turn. Idle says when there is something to do next; held, that the installation lets no wave go and when to ask again. */
export async function sendRange(ctx: Context, sending: WaveSending, waveId: string): Promise<SentRange> {
  authorise(ctx, mayRunWaves);
  if ((await whySendingIsLocked(ctx)) && (await readWave(ctx.db, waveId)).state === "sending") return { kind: "held", seconds: LOCKED_SECONDS };
  const lease = await leaseRange(ctx, waveId, Object.keys(sending.ways) as Channel[], sending.worked);
  if (!lease) {
    if ((await advancePaths(ctx, waveId)) > 0) return { kind: "worked" };
    await finishWave(ctx, waveId);
    return { kind: "idle", nextDueAt: await nextDue(ctx, waveId) };
  }
  await new Promise<void>((resolve, reject) => {
    const range = rangeName(lease);
    sending.worked.add(range);
    const turn = takeTurn(ctx, sending, lease, () => linger(ctx, sending, waveId, turn, resolve)).finally(() => sending.worked.delete(range));
    turn.then(resolve, reject);
  });
  return { kind: "worked" };
}

async function takeTurn(ctx: Context, sending: WaveSending, lease: RangeLease, onSilence: () => void): Promise<void> {
  const way = sending.ways[lease.channel];
  // Leased to be cleared up after where there is no way: another worker sends over this channel, or nobody does any more.
  const turn = way && lease.waveState === "sending" ? new RangeTurn(ctx, way, sending, lease, await loadLetters(ctx, way.transport, lease.waveId, sending.portalUrl), onSilence) : null;
  const { held, unavailable } = (await turn?.run()) ?? { held: true, unavailable: false };
  if (held) await releaseRange(ctx, lease, unavailable ? REST_SECONDS : 0);
  await finishWave(ctx, lease.waveId);
}

/** Give the lane on while a turn waits for its last answers: one silent relay would hold all lanes for as long as its connections live, two minutes. */
function linger(ctx: Context, { lingering }: WaveSending, waveId: string, turn: Promise<void>, giveLane: () => void): void {
  const lingers = turn
    .then(() => wakeLane(ctx.db, waveId, "later"))
    .catch((error: unknown) => ctx.log.error({ waveId, err: error }, "a turn of a wave failed beside its lane; its range comes back when the lease ends"))
    .finally(() => lingering.delete(lingers));
  lingering.add(lingers);
  giveLane();
}

/** One turn on one range. The ledger is always ahead of the relay: a delivery is marked, and that is committed, before its message is begun. */
class RangeTurn {
  private readonly until = performance.now() + TURN_MS;
  private finished: Settled[] = [];
  private inFlight = 0;
  /** Places of the window that this turn has taken. */
  private places = 0;
  /** Deliveries of this turn that the ledger has as `handing-over`, as far as we were told. */
  private readonly inLedger = new Set<string>();
  private cursor = "0";
  /** Whether there may be more in the range to mark. */
  private more = true;
  private unavailable = false;
  /** Whether the wave has a pace; known from the first batch on. */
  private paced = true;
  /** When the pace gave something last. */
  private fedAt = performance.now();
  /** Since when there is nothing to do but to wait for answers. */
  private closedAt: number | null = null;
  private lingers = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly ctx: Context,
    private readonly way: WaveWay,
    private readonly sending: Pick<WaveSending, "ledger" | "ending">,
    private readonly lease: RangeLease,
    private readonly sendable: SendableWave,
    private readonly onSilence: () => void,
  ) {}

  async run(): Promise<{ held: boolean; unavailable: boolean }> {
    try {
      while (await this.step());
      return { held: true, unavailable: this.unavailable };
    } catch (error) {
      if (error instanceof LeaseLost) return { held: false, unavailable: false };
      throw error;
    } finally {
      // Whatever could not be written down is in doubt for the next holder; its places are free only now that the relay is done with it.
      while (this.inFlight > 0) await this.pause();
      this.giveBack(this.places);
    }
  }

  /** Settle and mark one batch, or wait for something to happen. False when the turn is over. */
  private async step(): Promise<boolean> {
    const { window, transport } = this.way;
    const open = this.more && !this.unavailable && performance.now() < this.until;
    const ready = this.finished.length + (open ? window.free() : 0);
    // A statement for each message would cost more than the messages: wait for half a set of connections, or for the last one out.
    if (ready === 0 || (this.inFlight > 0 && ready < transport.connections / 2)) {
      if (this.inFlight === 0 && !open) return false;
      if (!open) this.lingerAfterAWhile();
      if ((await this.pause(open, open || this.lingers ? HEARTBEAT_MS : LINGER_MS)) === "woken") return true;
    }
    const done = this.finished;
    this.finished = [];
    // What is settled makes room for as many next in the same statement, unless another range waits for its share.
    const reused = open && !(window.contended() && this.places > transport.connections) ? done.length : 0;
    const taken = open ? window.take(Math.max(0, transport.connections - reused)) : 0;
    this.places += taken;
    // What the relay said is told in any case; without a word on the pace nothing more is begun.
    const granted = await this.draw(reused + taken).catch(() => 0);
    await this.flush(done, granted);
    if (granted > 0) this.fedAt = performance.now();
    else if (reused + taken > 0) {
      if (performance.now() - this.fedAt > PACE_PATIENCE_SECONDS * 1_000) this.more = false;
      else await this.pause(false, PACE_WAIT_MS);
    }
    return true;
  }

  private lingerAfterAWhile(): void {
    this.closedAt ??= performance.now();
    if (this.lingers || performance.now() - this.closedAt < LINGER_MS) return;
    this.lingers = true;
    this.onSilence();
  }

  private async draw(wanted: number): Promise<number> {
    return wanted > 0 && this.paced ? drawPace(this.sending.ledger, this.lease.waveId, wanted) : wanted;
  }

  private async flush(done: Settled[], count: number): Promise<void> {
    const { marked, sending, paced } = await this.settle(done, count);
    if (marked.length < count || !sending) this.more = false;
    if (marked.length < count && this.paced) await returnPace(this.sending.ledger, this.lease.waveId, count - marked.length).catch(() => undefined);
    this.paced = paced;
    this.giveBack(this.places - this.inLedger.size);
    if (marked.length === 0) return;
    this.cursor = marked.map((row) => BigInt(row.subject_id)).reduce((a, b) => (a > b ? a : b)).toString();
    const { messages, without, locked } = await addressMessages(this.ctx, this.sending.ledger, this.sendable, this.lease.channel, marked).catch((error: unknown) => this.putBack(marked, error));
    if (locked) this.more = false;
    this.finished.push(...without);
    for (const message of messages) void this.hand(message);
  }

  /**
   * Settle and mark. When the database goes away or has no room in the middle, what the relay said is kept until it can be told, however long that takes, and is told once:
   * the lease is taken anew, which shows whether the statement that was lost had been done. What it marked, and we were never told of, was not handed over.
   */
  private async settle(done: readonly Settled[], count: number): Promise<Batch> {
    const { wave, readVersion } = this.sendable;
    const since = performance.now();
    let left = done;
    for (let tries = 0; ; tries++) {
      try {
        const batch = await settleBatch(this.sending.ledger, this.lease, { incidentId: wave.incidentId, readVersion }, left, { after: this.cursor, count });
        if (!batch) throw new LeaseLost();
        for (const { subjectId } of done) this.inLedger.delete(subjectId);
        for (const row of batch.marked) this.inLedger.add(row.subject_id);
        return batch;
      } catch (error) {
        if (error instanceof LeaseLost || isOurs(error)) throw error;
        if (tries === 0) this.ctx.log.warn({ waveId: this.lease.waveId, err: error }, "the ledger could not be told; trying again until it can");
        // Each time costs a version of the range's row, of which there is room for few while somebody looks at old ones: a backup, say.
        await new Promise((resolve) => setTimeout(resolve, Math.min(TELL_AGAIN_MS * 2 ** tries, HEARTBEAT_MS)));
        const found = await this.renew(since, error);
        left = [...done.filter(({ subjectId }) => found.has(subjectId)), ...[...found].filter((subjectId) => !this.inLedger.has(subjectId)).map(notHandedOver)];
      }
    }
  }

  private async renew(since: number, fault: unknown): Promise<ReadonlySet<string>> {
    for (;;) {
      if (this.sending.ending.aborted && performance.now() - since > LAST_WORDS_MS) throw fault;
      const found = await renewLease(this.sending.ledger, this.lease).catch((error: unknown) => (isOurs(error) ? Promise.reject(error as Error) : null));
      if (found === false) throw new LeaseLost();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, TELL_AGAIN_MS));
    }
  }

  /** Nothing of these was begun: they are due again at once. */
  private putBack(marked: readonly Marked[], fault: unknown): Addressed {
    this.ctx.log.warn({ waveId: this.lease.waveId, err: fault }, "messages could not be addressed; they come again");
    return { messages: [], without: marked.map((row) => notHandedOver(row.subject_id)), locked: true };
  }

  private giveBack(places: number): void {
    this.places -= places;
    this.way.window.give(places);
  }

  private async hand(message: AddressedMessage): Promise<void> {
    this.inFlight += 1;
    const handover = await this.way.transport.send(message.letter, message.recipient).catch((): WaveHandover => ({ outcome: "in-doubt", reply: "fault" }));
    if (handover.outcome === "unavailable") this.unavailable = true;
    this.finished.push(settle(message, handover, this.sendable.wave.doubtPolicy));
    this.inFlight -= 1;
    this.wake();
  }

  /** Wait until a message is settled, a place is free (when `forPlaces`), or the lease wants a sign of life. */
  private async pause(forPlaces = false, atMost = HEARTBEAT_MS): Promise<"woken" | "heartbeat"> {
    let timer: NodeJS.Timeout | undefined;
    const reason = await new Promise<"woken" | "heartbeat">((resolve) => {
      this.wake = () => resolve("woken");
      if (forPlaces) this.way.window.whenFree(() => resolve("woken"));
      timer = setTimeout(() => resolve("heartbeat"), atMost);
    });
    clearTimeout(timer);
    return reason;
  }
}

class LeaseLost extends Error {
  override name = "LeaseLost";
}

function isOurs(error: unknown): boolean {
  const { code = "" } = ((error as Error).cause ?? error) as { code?: string };
  return OURS.test(code);
}

/** Marked, and not begun. */
function notHandedOver(subjectId: string): Settled {
  return { subjectId, state: "deferred", reply: null, retryAfter: 0, counted: false, tally: null, handle: null, covers: false };
}

function settle({ subjectId, attempt, provider, covers }: AddressedMessage, { outcome, reply, handle }: WaveHandover, policy: DoubtPolicy): Settled {
  const settled = { subjectId, reply, counted: true, covers, handle: handle ?? null, tally: { domain: provider, code: replyCode(reply) } };
  if (outcome === "unavailable") return { ...settled, state: "deferred", retryAfter: REST_SECONDS, counted: false, tally: null };
  if (outcome === "in-doubt") return { ...settled, state: outcome, retryAfter: policy === "resend-once" ? DOUBT_WAIT_SECONDS : null };
  if (outcome !== "later") return { ...settled, state: outcome, retryAfter: null };
  const seconds = retryAfter(attempt);
  return { ...settled, state: seconds === null ? "rejected" : "deferred", retryAfter: seconds };
}
