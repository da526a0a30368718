import { sql } from "drizzle-orm";
import { contactPoints, subjects } from "@/db/schema/exposure";
import type { Transaction } from "@/db/client";
import type { PauseReason } from "@/db/values/wave-states";
import { audienceRows } from "../audiences/audience-rows";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { readTemplateVersion } from "../notices/queries";
import { publishedVersionOf } from "./count-audience";
import { mayRunWaves } from "./policy";
import { changeWave, getWaveForUpdate } from "./queries/read-wave";
import { rangeSize } from "./rules";
import type { Wave } from "./types";
import { wakeWave } from "./wake-wave";

/** Thrown inside freezing to undo what was written so far; the wave is then paused with the reason. */
class Halt extends Error {
  constructor(
    readonly why: PauseReason,
    readonly found: number | null,
  ) {
    super(why);
  }
}

/**
 * Take an approved wave's audience as the published dataset has it, and start sending. One message goes to each contact point: of the people who share it the lowest
 * number carries the message and the others are covered by it. Another number of people than was approved stops the wave before its first message. Safe to run twice.
 */
export async function freezeAudience(ctx: Context, waveId: string): Promise<void> {
  authorise(ctx, mayRunWaves);
  const begun = await withTransaction(ctx, async (tx) => {
    const wave = await getWaveForUpdate(tx, waveId);
    if (!["approved", "scheduled", "freezing"].includes(wave.state)) return false;
    await changeWave(tx, waveId, { state: "freezing" });
    return true;
  });
  if (!begun) return;
  try {
    const frozen = await withTransaction(ctx, (tx) => freeze(ctx, tx, waveId));
    // Fresh rows have no statistics yet, and sending should not be planned blind.
    if (frozen) await ctx.db.execute(sql`analyze wave_ranges, wave_recipients, deliveries`);
  } catch (error) {
    if (!(error instanceof Halt)) throw error;
    await halt(ctx, waveId, error);
  }
}

async function freeze(ctx: Context, tx: Transaction, waveId: string): Promise<boolean> {
  const wave = await getWaveForUpdate(tx, waveId);
  // Paused or cancelled meanwhile.
  if (wave.state !== "freezing") return false;
  const version = await publishedVersionOf(tx, wave.incidentId);
  if (version === null || version !== wave.countedVersion) throw new Halt("dataset-changed", null);
  const found = await takeAudience(tx, wave, version);
  if (found !== wave.expected) throw new Halt("count-differs", found);
  const entered = await writeLedger(tx, wave);
  const key = await ctx.keys.current("token", wave.incidentId);
  await changeWave(tx, waveId, { state: "sending", datasetVersion: version, readVersion: version, found, tokenKeyId: key.id, frozenAt: sql`clock_timestamp()` });
  await recordAudit(tx, ctx, { action: "wave.freeze", object: { kind: "wave", id: waveId }, incidentId: wave.incidentId, details: { datasetVersion: version, people: found, messages: entered } });
  await wakeWave(tx, waveId);
  return true;
}

/** Put the audience into a table of this transaction, each person with their range and who carries the message of their contact point. */
async function takeAudience(tx: Transaction, wave: Wave, version: number): Promise<number> {
  const { kind } = await readTemplateVersion(tx, wave.templateVersionId);
  const rows = await audienceRows(tx, wave.incidentId, version, kind, wave.audience);
  const size = rangeSize(wave.expected ?? 0);
  // A person with several addresses is written to at the one whose index is lowest; sending chooses the same one.
  await tx.execute(sql`
    create temp table frozen on commit drop as
      select p.subject_id, (row_number() over (order by p.subject_id) - 1)::int / ${size}::int as range_no, a.contact_index,
        case when a.contact_index is not null then min(p.subject_id) over (partition by a.contact_index) end as carrier
      from (select ${subjects.subjectId} from ${subjects} where ${rows}) p
      left join (
        select ${contactPoints.subjectId}, min(${contactPoints.contactIndex}) as contact_index from ${contactPoints}
        where ${contactPoints.incidentId} = ${wave.incidentId} and ${contactPoints.kind} = 'email' and ${contactPoints.fromVersion} <= ${version} and ${contactPoints.toVersion} > ${version}
        group by ${contactPoints.subjectId}) a on a.subject_id = p.subject_id`);
  const counted = await tx.execute<{ people: string }>(sql`select count(*) as people from frozen`);
  return Number(counted.rows[0]?.people ?? 0);
}

/** Write recipients, deliveries and ranges with their counters. Returns the number of messages. */
async function writeLedger(tx: Transaction, { id }: Wave): Promise<number> {
  await tx.execute(sql`analyze frozen`);
  await tx.execute(sql`
    insert into wave_recipients (wave_id, subject_id, range_no, path_state, covered_by)
    select ${id}, subject_id, range_no, case when carrier is null then 'unreachable' when carrier <> subject_id then 'covered-by' else 'open' end, nullif(carrier, subject_id)
    from frozen order by subject_id`);
  const { rowCount } = await tx.execute(sql`
    insert into deliveries (wave_id, range_no, subject_id, covers)
    select ${id}, f.range_no, f.subject_id, c.covers
    from frozen f left join (select carrier, array_agg(subject_id order by subject_id) as covers from frozen where carrier <> subject_id group by carrier) c on c.carrier = f.subject_id
    where f.carrier = f.subject_id order by f.subject_id`);
  await tx.execute(sql`
    insert into wave_ranges (wave_id, range_no, subject_from, subject_to, next_due_at, people, path_open, path_unreachable, path_covered, entered, pending)
    select ${id}, range_no, min(subject_id), max(subject_id), case when count(*) filter (where carrier = subject_id) > 0 then clock_timestamp() end, count(*),
      count(*) filter (where carrier = subject_id), count(*) filter (where carrier is null), count(*) filter (where carrier <> subject_id),
      count(*) filter (where carrier = subject_id), count(*) filter (where carrier = subject_id)
    from frozen group by range_no`);
  return rowCount ?? 0;
}

async function halt(ctx: Context, waveId: string, { why, found }: Halt): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const wave = await getWaveForUpdate(tx, waveId);
    if (wave.state !== "freezing") return;
    await changeWave(tx, waveId, { state: "paused", pausedReason: why, found });
    await recordAudit(tx, ctx, { action: "wave.halt", object: { kind: "wave", id: waveId }, incidentId: wave.incidentId, details: { why, expected: wave.expected, found } });
  });
}
