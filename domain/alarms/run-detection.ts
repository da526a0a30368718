import { sql } from "drizzle-orm";
import { loadAlarmLimits, type AlarmLimits } from "@/content/alarms/limits";
import type { Transaction } from "@/db/client";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { looks } from "../offboarding/report";
import { raiseRemoved, watchAuditLog } from "./detectors/watch-audit-log";
import { watchCanaryHits } from "./detectors/watch-canaries";
import { watchExports } from "./detectors/watch-exports";
import { watchLookups } from "./detectors/watch-lookups";
import { watchPlaces } from "./detectors/watch-places";
import { watchProvider } from "./detectors/watch-provider";
import { watchReadDays } from "./detectors/watch-read-days";
import { watchReads } from "./detectors/watch-reads";
import { watchReveals } from "./detectors/watch-reveals";
import { watchRows } from "./detectors/watch-rows";
import { watchSignIns } from "./detectors/watch-sign-ins";
import { watchSprayDays } from "./detectors/watch-spray-days";
import { watchSqlReads } from "./detectors/watch-sql-reads";
import { watchTravel } from "./detectors/watch-travel";
import { raiseOdd, watchTurns } from "./detectors/watch-unjudged";
import { watchWrongCodes } from "./detectors/watch-wrong-codes";
import { judgeEvents } from "./judge-events";
import { noteReads } from "./note-reads";
import { mayWatch } from "./policy";
import { readStream, type WatchedEvent } from "./read-stream";
import type { Watching } from "./types";

/** How often what is slow has its turn: an alarm is to stand within a minute. */
const SLOW_EVERY = "30 seconds";

/**
 * One turn of all detectors: what came since the last, and what is too much now. Any number of workers may call it; the row of the turn lets one at a time through, and the others return at once. Each
 * detector has a transaction of its own, so that one that fails hides nothing from the others; the first fault is thrown when all have had their turn. @throws {Forbidden}
 */
export async function runDetection(ctx: Context, watching: Omit<Watching, "outlet">): Promise<void> {
  authorise(ctx, mayWatch);
  const limits = loadAlarmLimits();
  const faults: unknown[] = [];
  const turn = async (look: (tx: Transaction, mine: Turn) => Promise<void>) => {
    try {
      await withTransaction(ctx, async (tx) => {
        const { rows: [mine] } = await tx.execute<Turn>(sql`select seq::float8 as seq, coalesce(date_bin(${SLOW_EVERY}::interval, at, timestamptz 'epoch') < date_bin(${SLOW_EVERY}::interval, statement_timestamp(), timestamptz 'epoch'), true) as "takesAll" from alarm_turns for update skip locked`);
        if (mine) await look(tx, mine);
      });
    } catch (error) {
      faults.push(error);
    }
  };
  // What is slow, and reads more to be seen.
  const nowAndThen = (look: (tx: Transaction) => Promise<void>) => turn(async (tx, { takesAll }) => (takesAll ? look(tx) : undefined));
  await turn((tx, { seq }) => watchStream(tx, ctx, limits, watching, seq));
  await turn((tx) => watchCanaryHits(tx, ctx));
  await turn((tx) => watchReads(tx, ctx, limits, watching));
  await nowAndThen((tx) => watchReadDays(tx, ctx, limits));
  await nowAndThen((tx) => watchSprayDays(tx, ctx, limits));
  await turn((tx) => watchLookups(tx, ctx, limits));
  await turn((tx) => watchWrongCodes(tx, ctx, limits));
  await turn((tx) => watchRows(tx, ctx, limits));
  await turn((tx) => watchAuditLog(tx, ctx, limits));
  await turn((tx) => watchPlaces(tx, ctx, limits, watching.checkpointPlaces));
  await turn((tx) => watchProvider(tx, ctx, limits));
  const whole = faults.length === 0;
  if (!whole) await turn((tx) => watchTurns(tx, ctx, limits));
  await turn((tx) => endTurn(tx, whole));
  if (faults.length > 0) throw faults[0];
}

interface Turn extends Record<string, unknown> {
  /** From which number on the audit events have not been looked at. */
  seq: number;
  /** No turn was whole in this part of the minute yet. */
  takesAll: boolean;
}

/** Go on with the audit events, as far as this turn comes. One that cannot be judged is told, and passed over. */
async function watchStream(tx: Transaction, ctx: Context, limits: AlarmLimits, { places }: Pick<Watching, "places">, from: number): Promise<void> {
  const { events, removed, until } = await readStream(tx, from);
  if (until === from) return;
  await raiseRemoved(tx, ctx, removed);
  const odd = await judgeEvents(tx, events, async (within, some) => {
    await countLooks(within, some);
    await watchSignIns(within, ctx, some, limits);
    if (places !== null) await watchTravel(within, ctx, some, limits, places);
    await watchExports(within, ctx, some, limits);
    await watchReveals(within, ctx, some);
    await watchSqlReads(within, ctx, some, limits);
  });
  await raiseOdd(tx, ctx, odd);
  await tx.execute(sql`update alarm_turns set seq = ${until}`);
}

/** Uses that one turn lets go of at most. The longest that a detector looks back is four weeks (`history` of the limits). */
const MOST_USES = 2_000;

const lookActions: ReadonlySet<string> = new Set(looks);

/** Looks of the stream are events of the last second or two; each counts where it happened. */
async function countLooks(tx: Transaction, events: readonly WatchedEvent[]): Promise<void> {
  const seen = new Map<number, Map<string, { looks: number }>>();
  for (const { actorKind, actorId, action, at } of events) {
    if (actorKind !== "staff" || actorId === null || !lookActions.has(action)) continue;
    const stretch = Math.floor(at.getTime() / 10_000) * 10_000;
    const of = seen.get(stretch) ?? new Map<string, { looks: number }>();
    of.set(actorId, { looks: (of.get(actorId)?.looks ?? 0) + 1 });
    seen.set(stretch, of);
  }
  for (const [stretch, reads] of seen) await noteReads({ db: tx }, reads, new Date(stretch));
}

/** Write down that the detectors looked, and let go of what none of them reads any more. What is still seen was so within the hour. */
async function endTurn(tx: Transaction, whole: boolean): Promise<void> {
  await tx.execute(sql`delete from staff_reads where (span = 10 and began < statement_timestamp() - interval '1 hour') or (span = 600 and began < statement_timestamp() - interval '60 days')`);
  await tx.execute(sql`delete from large_answers where began < statement_timestamp() - interval '1 day'`);
  // A flood leaves millions: a few at a time, turn after turn.
  await tx.execute(sql`delete from use_counts where ctid = any(array(select ctid from use_counts where began < statement_timestamp() - interval '30 days' order by began limit ${MOST_USES}))`);
  await tx.execute(sql`delete from alarm_occurrences where seen_at < statement_timestamp() - interval '2 days'`);
  if (whole) await tx.execute(sql`update alarm_turns set at = clock_timestamp()`);
}
