import { sql } from "drizzle-orm";
import type { AlarmLimits } from "@/content/alarms/limits";
import { logFigures } from "../../audit/log/log-figures";
import type { Context } from "../../kernel/context";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { raiseAlarm } from "../raise-alarm";

const LOOKED_AT = 10_000;
/** No event is of a time so far ahead; the database's clock may have been set back by less. */
const AHEAD_SECONDS = 10;
/** So many removed events are an occurrence each; where there are more, the alarm says how many. */
const TOLD_APART = 50;

/**
 * Look whether the audit log is whole as far as it can be seen from inside: every event of the last ten minutes, or of a time that is still to come, has a number in time, the oldest event without a checkpoint is young enough, and of the
 * newest numbers none is missing and none without its event. What a verifier outside finds, this does not.
 */
export async function watchAuditLog(tx: Executor, ctx: Context, { "audit-gap": limits }: AlarmLimits): Promise<void> {
  const { rows: [row] } = await tx.execute<{ minute: string; unnumbered: number; removed: number[] }>(sql`
    with log as (select size, greatest(0, size - ${LOOKED_AT}) as low from audit_sequencer)
    select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD HH24:MI') as minute,
      -- Each stretch has both its ends: by one alone an index would be reckoned to find a third of all events.
      (select sum((select count(*) from audit_events e where e.id between since and until
        -- Its transaction is over for longer than a turn of the sequencer takes (one that ran for minutes commits events that are minutes old), or it bears the number of one that has not begun.
        and (e.xid < pg_snapshot_xmin((select seen from audit_sequencer)) or e.xid >= pg_snapshot_xmax(pg_current_snapshot())) and not exists (select from audit_leaves l where l.event_id = e.id)))::int
        from (values (uuidv7(interval '-10 minutes'), uuidv7(make_interval(secs => ${-limits.number}))), (uuidv7(make_interval(secs => ${AHEAD_SECONDS})), 'ffffffff-ffff-ffff-ffff-ffffffffffff')) stretch (since, until)) as unnumbered,
      array(select n::float8 from log, generate_series(low, size - 1) n left join audit_leaves l on l.seq = n left join audit_events e on e.id = l.event_id where e.id is null order by n) as removed`);
  if (!row) return;
  await raiseRemoved(tx, ctx, row.removed);
  const { unsealedSeconds } = await logFigures(ctx.db);
  const late = unsealedSeconds > limits.seal;
  const stuck = await sequencerIsStuck(tx, limits.number);
  if (row.unnumbered === 0 && !late && !stuck) return;
  const details = { unnumbered: row.unnumbered, unsealedSeconds: Math.round(unsealedSeconds), stuck };
  await raiseAlarm(tx, ctx, { kind: "audit-gap", severity: row.unnumbered > 0 ? "critical" : "warning", object: { kind: "audit-log", id: "log" }, occurrence: row.minute, details });
}

/** Events were removed, or their numbers with them. Nothing makes that good, so that each is told once: an alarm that somebody closed would come again for as long as the number is looked at. */
export async function raiseRemoved(tx: Executor, ctx: Context, numbers: readonly number[]): Promise<void> {
  for (const number of numbers.slice(-TOLD_APART)) {
    await raiseAlarm(tx, ctx, { kind: "audit-gap", severity: "critical", object: { kind: "audit-log", id: "log" }, occurrence: `removed ${number}`, details: { removed: numbers.length } });
  }
}

/** A worker refuses to sign what contradicts the checkpoint over so many events. Told once, and each day on which nothing is signed since: one that was closed comes back. */
export async function raiseContradiction(ctx: Context, signed: number): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const { rows: [last] } = await tx.execute<{ days: number }>(sql`select floor(extract(epoch from clock_timestamp() - coalesce(max(at), 'epoch')) / 86400)::int as days from audit_checkpoints`);
    await raiseAlarm(tx, ctx, { kind: "audit-gap", severity: "critical", object: { kind: "audit-log", id: "log" }, occurrence: `contradicts ${signed}, day ${last?.days ?? 0}`, details: { contradicts: signed } });
  });
}

/** Whether the newest event that everybody can see has waited too long for the sequencer to look at it at all. */
async function sequencerIsStuck(tx: Executor, seconds: number): Promise<boolean> {
  const { rows } = await tx.execute<{ stuck: boolean }>(sql`
    select exists (select from audit_events e where e.id >= (select uuidv7(interval '-1 hour')) and e.id < (select uuidv7(make_interval(secs => ${-seconds})))
      and e.xid >= pg_snapshot_xmax(s.seen) and e.xid < pg_snapshot_xmin(pg_current_snapshot())) as stuck from audit_sequencer s`);
  return rows[0]?.stuck ?? false;
}
