import { sql, type SQL } from "drizzle-orm";
import { subjects } from "@/db/schema/exposure";
import type { Transaction } from "@/db/client";
import type { PauseReason } from "@/db/values/wave-states";
import { audienceRows } from "../../audiences/audience-rows";
import { publishedVersionOf } from "../../audiences/queries";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { MAC_BYTES } from "@/lib/crypto";
import { withTransaction } from "../../kernel/transaction";
import { isIndexRotating } from "../../keys/rotation/steady-index";
import { readTemplateVersion } from "../../notices/queries";
import { startPace } from "../pace/pace";
import { mayRunWaves } from "../policy";
import { changeWave, getWaveForUpdate } from "../queries/read-wave";
import { chunkSize, OWN_PARTITIONS, rangeSize } from "../rules";
import type { Wave } from "../types";
import { wakeWave } from "../wake-wave";
import { enterDeliveries, placePeople } from "./place-people";

/** How long a new partition waits for those who use the tables, and how often it tries. */
const LOCK_TIMEOUT_MS = 2_000;
const LOCK_TRIES = 10;

type Step = "more" | "frozen" | "stopped";

/**
 * Take an approved wave's audience as the published dataset has it, part by part in the order of numbers, and start sending. Each part commits with how far it got, so a
 * killed worker's freezing goes on where it stopped, and pausing or cancelling ends it at the next part. Nothing is sent before the whole audience is taken and is the
 * number that was approved. Safe to run twice.
 */
export async function freezeAudience(ctx: Context, waveId: string): Promise<void> {
  authorise(ctx, mayRunWaves);
  const wave = await beginFreezing(ctx, waveId);
  if (!wave) return;
  if (wave.own) await ownPartitions(ctx, waveId);
  let step: Step = "more";
  for (let part = 1; step === "more"; part++) {
    step = await withTransaction(ctx, (tx) => freezePart(ctx, tx, waveId));
    // Until it is told, the planner takes a new wave to have hardly any rows: told each time there are twice as many.
    if (step === "more" && Number.isInteger(Math.log2(part))) await ctx.db.execute(analyzeWave(waveId));
  }
}

function analyzeWave(waveId: string): SQL {
  return sql`select analyze_wave(${waveId})`;
}

async function beginFreezing(ctx: Context, waveId: string): Promise<Wave | null> {
  return withTransaction(ctx, async (tx) => {
    const wave = await getWaveForUpdate(tx, waveId);
    if (wave.state === "freezing") return wave;
    if (!["approved", "scheduled"].includes(wave.state)) return null;
    // People who share an address are found by its index, which is under two keys just now. The watch over waves wakes it again each minute.
    if (await isIndexRotating(tx, wave.incidentId)) return null;
    const version = await publishedVersionOf(tx, wave.incidentId);
    if (version === null || version !== wave.countedVersion) {
      await halt(ctx, tx, wave, "dataset-changed", null);
      return null;
    }
    // Paused in the middle and resumed on other data: what was taken before is of people as they were.
    if (wave.datasetVersion !== null && wave.datasetVersion !== version) await dropAudience(tx, waveId);
    const begun = { state: "freezing" as const, datasetVersion: version, ...(wave.datasetVersion === version ? {} : { frozenTo: 0n, own: (wave.expected ?? 0) >= OWN_PARTITIONS }) };
    return changeWave(tx, waveId, begun);
  });
}

/** Partitions are made on a connection of their own and given up quickly, so that nobody who sends has to wait behind them. */
async function ownPartitions(ctx: Context, waveId: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await withTransaction(ctx, async (tx) => {
        await tx.execute(sql`select set_config('lock_timeout', ${`${LOCK_TIMEOUT_MS}ms`}, true)`);
        await tx.execute(sql`select own_wave_partitions(${waveId})`);
      });
      return;
    } catch (error) {
      const code = (error as { cause?: { code?: string } }).cause?.code;
      if (code !== "55P03" || attempt === LOCK_TRIES) throw error;
    }
  }
}

async function freezePart(ctx: Context, tx: Transaction, waveId: string): Promise<Step> {
  const wave = await getWaveForUpdate(tx, waveId);
  // Paused or cancelled meanwhile.
  if (wave.state !== "freezing" || wave.datasetVersion === null) return "stopped";
  const version = await publishedVersionOf(tx, wave.incidentId);
  if (version !== wave.datasetVersion) {
    await halt(ctx, tx, wave, "dataset-changed", null);
    return "stopped";
  }
  const to = await takePart(tx, wave, version);
  if (to === null) return finishFreezing(ctx, tx, wave, version);
  await changeWave(tx, waveId, { frozenTo: to });
  return "more";
}

/** Take the next part of the audience. Returns the last number in it; null when nobody is left. */
async function takePart(tx: Transaction, wave: Wave, version: number): Promise<bigint | null> {
  const { kind } = await readTemplateVersion(tx, wave.templateVersionId);
  const audience = await audienceRows(tx, wave.incidentId, version, kind, wave.audience);
  const next = sql`
    select ${subjects.subjectId}, ${subjects.timeZone} from ${subjects}
    where ${audience} and ${subjects.subjectId} > ${wave.frozenTo} order by ${subjects.subjectId} limit ${chunkSize(wave.expected ?? 0)}`;
  await tx.execute(sql`create temp table part on commit drop as ${next}`);
  await tx.execute(sql`analyze part`);
  const { rows } = await tx.execute<{ low: string | null; high: string | null }>(sql`select min(subject_id) as low, max(subject_id) as high from part`);
  const { low = null, high = null } = rows[0] ?? {};
  if (low === null || high === null) return null;
  await placePeople(tx, wave, version, { people: sql`select subject_id, time_zone from part`, from: BigInt(low), to: BigInt(high), step: 0 });
  await writePart(tx, wave);
  return BigInt(high);
}

/** Write a part's recipients, deliveries and ranges with their counters. A range holds neighbours of one time zone. */
async function writePart(tx: Transaction, wave: Wave): Promise<void> {
  const { id, own } = wave;
  const size = rangeSize(wave.expected ?? 0);
  await tx.execute(sql`
    create temp table ranged on commit drop as
      select subject_id, (select coalesce(max(range_no) + 1, 0) from wave_ranges where wave_id = ${id}) + dense_rank() over (order by time_zone, block) - 1 as range_no
      from (select subject_id, time_zone, (row_number() over (partition by time_zone order by subject_id) - 1) / ${size} as block from placed) b`);
  await tx.execute(sql`alter table ranged add primary key (subject_id)`);
  await tx.execute(sql`
    insert into wave_recipients (wave_id, subject_id, range_no, channel, path_state, covered_by, own)
    select ${id}, f.subject_id, r.range_no, f.channel, case when f.carrier is null then 'unreachable' when f.carrier <> f.subject_id then 'covered-by' else 'open' end, nullif(f.carrier, f.subject_id), ${own}
    from placed f join ranged r on r.subject_id = f.subject_id order by f.subject_id`);
  await enterDeliveries(tx, wave, sql`(select range_no from ranged where ranged.subject_id = f.subject_id)`);
  // Every range has a row for every channel, so that people can move on.
  await tx.execute(sql`
    with counted as (
      select r.range_no, f.channel, count(*) as people, count(*) filter (where f.carrier = f.subject_id) as open, count(*) filter (where f.carrier is null) as unreachable, count(*) filter (where f.carrier <> f.subject_id) as covered
      from placed f join ranged r on r.subject_id = f.subject_id group by r.range_no, f.channel
    ), spans as (select r.range_no, min(f.subject_id) as low, max(f.subject_id) as high, min(f.time_zone) as time_zone from placed f join ranged r on r.subject_id = f.subject_id group by r.range_no)
    insert into wave_ranges (wave_id, range_no, channel, subject_from, subject_to, time_zone, next_due_at, people, path_open, path_unreachable, path_covered, entered, pending)
    select ${id}, s.range_no, v.channel, s.low, s.high, s.time_zone, case when c.open > 0 then clock_timestamp() end, coalesce(c.people, 0), coalesce(c.open, 0), coalesce(c.unreachable, 0), coalesce(c.covered, 0),
      coalesce(c.open, 0), coalesce(c.open, 0)
    from spans s cross join unnest(${sql`array[${sql.join(wave.channels.map((channel) => sql`${channel}`), sql`, `)}]::text[]`}) v(channel) left join counted c on c.range_no = s.range_no and c.channel = v.channel`);
}

async function finishFreezing(ctx: Context, tx: Transaction, wave: Wave, version: number): Promise<Step> {
  const { rows } = await tx.execute<{ people: string; messages: string }>(sql`select coalesce(sum(people), 0) as people, coalesce(sum(entered), 0) as messages from wave_ranges where wave_id = ${wave.id}`);
  const people = Number(rows[0]?.people ?? 0);
  if (people !== wave.expected) {
    await halt(ctx, tx, wave, "count-differs", people);
    return "stopped";
  }
  const key = await ctx.keys.current("token", wave.incidentId);
  const indexLinks = (await ctx.keys.current("blind-index", wave.incidentId)).bytes.length / MAC_BYTES;
  await startPace(tx, wave, Number(rows[0]?.messages ?? 0));
  await changeWave(tx, wave.id, { state: "sending", readVersion: version, found: people, tokenKeyId: key.id, indexLinks, frozenAt: sql`clock_timestamp()`, judgedFrom: sql`clock_timestamp()` });
  await recordAudit(tx, ctx, { action: "wave.freeze", object: { kind: "wave", id: wave.id }, incidentId: wave.incidentId, details: { datasetVersion: version, people, messages: Number(rows[0]?.messages ?? 0) } });
  await tx.execute(analyzeWave(wave.id));
  await wakeWave(tx, wave.id);
  return "frozen";
}

/** Forget an audience of which nothing was sent. */
async function dropAudience(tx: Transaction, waveId: string): Promise<void> {
  await tx.execute(sql`delete from deliveries where wave_id = ${waveId}`);
  await tx.execute(sql`delete from wave_recipients where wave_id = ${waveId}`);
  await tx.execute(sql`delete from wave_ranges where wave_id = ${waveId}`);
}

async function halt(ctx: Context, tx: Transaction, wave: Wave, why: PauseReason, found: number | null): Promise<void> {
  if (why === "count-differs") await dropAudience(tx, wave.id);
  await changeWave(tx, wave.id, { state: "paused", pausedReason: why, found });
  await recordAudit(tx, ctx, { action: "wave.halt", object: { kind: "wave", id: wave.id }, incidentId: wave.incidentId, details: { why, expected: wave.expected, found } });
}
