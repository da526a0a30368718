import { hash } from "node:crypto";
import { TILE, TreeEdge, treeHash } from "./merkle";
import { KeyChain } from "./key-chain";
import type { Checkpoint, NoteVerifier } from "./signed-note";

/** What is wrong, and with which events. `from` and `to` are numbers of events, both included. */
export type LogFinding =
  /** The event is not the one whose hash was taken. */
  | { kind: "changed"; seq: number }
  /** The event of `seq` stands where that of `at` was. */
  | { kind: "moved"; seq: number; at: number }
  /** The event, or its number with it, is gone. */
  | { kind: "missing"; from: number; to: number }
  /** A number that came before, or an event that got none though it is old enough. */
  | { kind: "added"; seq: number | null; id: string }
  /** An event without a number that bears a time after the export was made: it would pass for one that waits for its number until then. */
  | { kind: "ahead"; id: string; at: string }
  /** Events were changed together with their hashes: these are not the hashes that were taken at the time. */
  | { kind: "rewritten"; from: number; to: number }
  /** A signed checkpoint says otherwise; the one before it that agrees ends where this begins. */
  | { kind: "checkpoint-differs"; size: number; from: number; to: number }
  /** A checkpoint that none of the keys signed, nor one that they handed the log on to; or one that a key signed after it had done so. */
  | { kind: "checkpoint-unsigned"; after: number }
  /** This event and those after it stand under no checkpoint that agrees, and it is older than it could be if any had been signed since. */
  | { kind: "unsealed"; from: number; at: string }
  /** A checkpoint that stands after more events than it covers. */
  | { kind: "checkpoint-misplaced"; size: number }
  | { kind: "unreadable"; line: number };

export interface LogVerdict {
  /** Events with a number. */
  events: number;
  /** Of these, how many the newest agreeing checkpoint covers. */
  sealed: number;
  checkpoints: number;
  /** Recent events that have no number yet. */
  waiting: number;
  /** Whether the installation signs checkpoints, by its own words: one that may be a copy does not, and what is unsealed there is no finding. */
  signs: boolean;
  findings: number;
}

interface VerifyOptions {
  /** Keys from somebody who is not suspected. Those that the export names are what it says of itself. */
  verifiers: readonly NoteVerifier[];
  /** Checkpoints that were kept outside. */
  outside?: readonly string[];
  onFinding(finding: LogFinding): void;
}

const LEAF_LINE = /^\{"seq":(\d{1,15}),"leaf":"([A-Za-z0-9+/]{43}=)","event":/;
const HEAD_BYTES = 110;
const MOST_LINE = 64 << 20;
/** Mismatches that are held against each other to tell moved events from changed ones. */
const MOST_HELD = 100_000;
const MOST_GAP = 10_000_000;
/** An event is numbered within a second, and sealed within a minute more: one that has no number after so long was put there past the log, and one that no checkpoint covers lost it, or none was signed. */
const LATE_MS = 120_000;
/** One clock, the database's, times the export and its events; it may have been set back by so much in between. */
const AHEAD_MS = 10_000;
const UNKNOWN = Buffer.alloc(32);

/**
 * Hold an export of the log against signed checkpoints, offline: recompute every leaf hash, the tree over them, every root and signature. Each event that was changed,
 * moved or removed is told by its number; one that was changed together with its hash, by the 256 events among which it is, and together with those hashes, too, by the
 * checkpoints between which it is. Memory does not grow with the log. That every checkpoint's root follows from the same events is their consistency (RFC 9162 § 2.1.4).
 *
 * It cannot tell: what was done to events that no checkpoint covers yet (at most 61 s); events that never were written; events added at the end by whoever can write to
 * the database; nor, since the newest checkpoint that was kept outside, what was signed anew: by whoever holds the key, or by a worker that was started on a database in which somebody with all rights
 * had changed the log, its hashes and its checkpoints together ({@link import("./seal-log").sealLog} refuses what it can know of).
 */
export async function verifyLog(source: AsyncIterable<Buffer>, options: VerifyOptions): Promise<LogVerdict> {
  const check = new LogCheck(options);
  // In the order of the log, so that a key is believed before what it signed and no longer than it signs.
  const sizeOf = (note: string) => Number(note.split("\n")[1]);
  for (const note of [...(options.outside ?? [])].sort((a, b) => sizeOf(a) - sizeOf(b))) check.addCheckpoint(note);
  for await (const line of splitLines(source)) check.takeLine(line);
  return check.end();
}

class LogCheck {
  private count = 0;
  private lines = 0;
  private leaves: Buffer[] = [];
  private tile: { index: number; hash: Buffer } | null = null;
  /** Over the hashes that were stored at the time, and over those that follow from the leaves as they are now. */
  private readonly stored = new TreeEdge();
  private readonly computed = new TreeEdge();
  private readonly due = new Map<number, Checkpoint[]>();
  private readonly mismatches: { seq: number; leaf: string; got: string }[] = [];
  private readonly verdict: LogVerdict = { events: 0, sealed: 0, checkpoints: 0, waiting: 0, signs: true, findings: 0 };
  private made = Number.POSITIVE_INFINITY;
  /** How many events the export says that there are. */
  private claimed = 0;
  /** The first event since the newest checkpoint that agrees. */
  private unsealed: { from: number; at: string } | null = null;

  private readonly chain: KeyChain;

  constructor(private readonly options: VerifyOptions) {
    this.chain = new KeyChain(options.verifiers);
  }

  takeLine(line: Buffer): void {
    this.lines += 1;
    if (this.lines === 1 && this.takeHead(readJson(line))) return;
    // Without its head a file says neither when it was made nor how long it is.
    if (this.lines === 1) this.find({ kind: "unreadable", line: 1 });
    const head = LEAF_LINE.exec(line.toString("latin1", 0, HEAD_BYTES));
    if (head) {
      this.takeEvent(Number(head[1]), head[2] ?? "", line, head[0].length);
      return;
    }
    const other = readJson(line);
    if (typeof other?.checkpoint === "string") this.addCheckpoint(other.checkpoint);
    else if (typeof other?.tile === "number" && typeof other.hash === "string") this.tile = { index: other.tile, hash: Buffer.from(other.hash, "base64") };
    else if (other?.seq === null) this.takeUnnumbered(other.event as { id?: string; at?: string } | null);
    else if (this.lines > 1) this.find({ kind: "unreadable", line: this.lines });
  }

  private takeHead(head: Record<string, unknown> | null): boolean {
    if (head?.format !== "amends-audit-1") return false;
    this.made = Date.parse(String(head.made));
    this.claimed = Number(head.size);
    this.verdict.signs = head.signs !== false;
    return true;
  }

  addCheckpoint(note: string): void {
    const checkpoint = this.chain.open(note, this.count);
    if (!checkpoint) return;
    this.hear(checkpoint);
    if (checkpoint.next) for (const later of this.chain.take()) this.hear(later);
  }

  private hear(checkpoint: Checkpoint): void {
    if (checkpoint.size < this.count) this.find({ kind: "checkpoint-misplaced", size: checkpoint.size });
    else this.due.set(checkpoint.size, [...(this.due.get(checkpoint.size) ?? []), checkpoint]);
  }

  end(): LogVerdict {
    this.settle();
    this.tellMismatches();
    for (const { after } of this.chain.rest()) this.find({ kind: "checkpoint-unsigned", after });
    if (this.unsealed && this.verdict.signs && this.made - Date.parse(this.unsealed.at) > LATE_MS) this.find({ kind: "unsealed", ...this.unsealed });
    const sizes = new Set([...this.due.keys(), ...(this.claimed > this.count ? [this.claimed] : [])]);
    for (const size of [...sizes].sort((a, b) => a - b)) {
      this.find({ kind: "missing", from: this.count, to: size - 1 });
      this.verdict.checkpoints += this.due.get(size)?.length ?? 0;
    }
    return { ...this.verdict, events: this.count };
  }

  private takeEvent(seq: number, leaf: string, line: Buffer, start: number): void {
    if (seq < this.count) {
      this.find({ kind: "added", seq, id: readId(line.subarray(start, line.length - 1)) });
      return;
    }
    if (seq > this.count) {
      this.find({ kind: "missing", from: this.count, to: seq - 1 });
      if (seq - this.count > MOST_GAP) throw new Error(`${seq - this.count} events are missing in one piece: the rest cannot be told`);
      while (this.count < seq) this.push(UNKNOWN);
    }
    const bytes = line.subarray(start, line.length - 1);
    if (bytes.equals(GONE)) this.find({ kind: "missing", from: seq, to: seq });
    else {
      // The byte in front becomes the zero that RFC 9162 puts before a leaf: no copy.
      line[start - 1] = 0;
      const got = hash("sha256", line.subarray(start - 1, line.length - 1), "base64");
      if (got !== leaf) this.noteMismatch(seq, leaf, got);
    }
    this.push(Buffer.from(leaf, "base64"));
    if (this.unsealed === null) this.unsealed = readAt(bytes, seq);
  }

  private push(leaf: Buffer): void {
    this.settle();
    this.leaves.push(leaf);
    this.count += 1;
  }

  /** Everything that stands after the last event has been read: close what it completed, and hear the checkpoints that end with it. */
  private settle(): void {
    if (this.leaves.length === TILE) this.closeTile(this.count / TILE - 1);
    const checkpoints = this.due.get(this.count);
    if (!checkpoints) return;
    this.due.delete(this.count);
    const tail = this.leaves.length > 0 ? treeHash(this.leaves) : null;
    const roots = [this.stored.root(tail), this.computed.root(tail)];
    for (const { size, root } of checkpoints) {
      this.verdict.checkpoints += 1;
      if (roots.some((known) => known.equals(root))) {
        this.verdict.sealed = size;
        this.unsealed = null;
      } else this.find({ kind: "checkpoint-differs", size, from: this.verdict.sealed, to: size - 1 });
    }
  }

  private closeTile(index: number): void {
    const now = treeHash(this.leaves);
    const then = this.tile?.index === index ? this.tile.hash : now;
    if (!now.equals(then)) this.find({ kind: "rewritten", from: index * TILE, to: index * TILE + TILE - 1 });
    this.computed.push(now);
    this.stored.push(then);
    this.leaves = [];
    this.tile = null;
  }

  private takeUnnumbered(event: { id?: string; at?: string } | null): void {
    const age = event?.at === undefined ? Number.POSITIVE_INFINITY : this.made - Date.parse(event.at);
    if (age < -AHEAD_MS) this.find({ kind: "ahead", id: event?.id ?? "", at: event?.at ?? "" });
    else if (age < LATE_MS) this.verdict.waiting += 1;
    else this.find({ kind: "added", seq: null, id: event?.id ?? "" });
  }

  private noteMismatch(seq: number, leaf: string, got: string): void {
    if (this.mismatches.length < MOST_HELD) this.mismatches.push({ seq, leaf, got });
    else this.find({ kind: "changed", seq });
  }

  private tellMismatches(): void {
    const places = new Map(this.mismatches.map(({ leaf, seq }) => [leaf, seq]));
    for (const { seq, got } of this.mismatches) {
      const from = places.get(got);
      this.find(from === undefined ? { kind: "changed", seq } : { kind: "moved", seq: from, at: seq });
    }
  }

  private find(finding: LogFinding): void {
    this.verdict.findings += 1;
    this.options.onFinding(finding);
  }
}

const GONE = Buffer.from("null");

function readJson(line: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line.toString());
    return typeof value === "object" ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}

/** Null of an event that is gone: the next one tells. */
function readAt(event: Buffer, from: number): { from: number; at: string } | null {
  const { at } = readJson(event) ?? {};
  return typeof at === "string" ? { from, at } : null;
}

function readId(event: Buffer): string {
  const { id } = readJson(event) ?? {};
  return typeof id === "string" ? id : "";
}

async function* splitLines(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let held = 0;
  for await (const part of source) {
    let from = 0;
    for (let to = part.indexOf(10); to >= 0; to = part.indexOf(10, from)) {
      const end = part.subarray(from, to);
      yield rest.length > 0 ? Buffer.concat([...rest, end]) : end;
      [rest, held, from] = [[], 0, to + 1];
    }
    if (from === part.length) continue;
    rest.push(part.subarray(from));
    held += part.length - from;
    if (held > MOST_LINE) throw new Error("this is not an export of the audit log: a line is too long");
  }
  if (held > 0) yield Buffer.concat(rest);
}
