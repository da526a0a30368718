import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction, type Executor } from "../kernel/transaction";
import { finishWave } from "./finish-wave";
import { decideInDoubtInput } from "./input";
import { mayControlWaves } from "./policy";
import { getWaveForUpdate } from "./queries/read-wave";
import { wakeWave } from "./wake-wave";

/**
 * Decide what nobody but a person can: whether messages that the relay may or may not have taken are sent again or count as delivered. A message sent again bears the
 * same Message-ID, and the attempt it supersedes is kept. @throws {Forbidden} @throws {Conflict} when any of them is not in doubt any more, or the wave is cancelled
 */
export async function decideInDoubt(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayControlWaves);
  const { staffId } = requireStaffActor(ctx);
  const { waveId, subjectIds, decision } = parseInput(decideInDoubtInput, raw);
  const unique = [...new Set(subjectIds)];
  await withTransaction(ctx, async (tx) => {
    const wave = await getWaveForUpdate(tx, waveId);
    if (decision === "send-again" && wave.state === "cancelled") throw new Conflict("wave-ended");
    const ranges = await lockRanges(tx, waveId, unique);
    const decided = decision === "send-again" ? await sendAgain(tx, waveId, ranges, unique, staffId) : await countDelivered(tx, waveId, ranges, unique);
    if (decided !== unique.length) throw new Conflict("not-in-doubt");
    await recordAudit(tx, ctx, { action: "wave.decide-in-doubt", object: { kind: "wave", id: waveId }, incidentId: wave.incidentId, details: { decision, subjectIds: unique } });
    if (decision === "send-again") await wakeWave(tx, waveId);
  });
  await finishWave(ctx, waveId);
}

function ids(values: readonly (string | number)[], type: "bigint" | "int") {
  const list = sql.join(values.map((value) => sql`${value}`), sql`, `);
  return type === "bigint" ? sql`array[${list}]::bigint[]` : sql`array[${list}]::int[]`;
}

/** Range before rows, always: a worker that settles a batch takes them in the same order. */
async function lockRanges(tx: Executor, waveId: string, subjectIds: readonly string[]): Promise<number[]> {
  const { rows } = await tx.execute<{ range_no: number }>(sql`
    select range_no from wave_ranges where wave_id = ${waveId} and range_no in (select range_no from wave_recipients where wave_id = ${waveId} and subject_id = any(${ids(subjectIds, "bigint")}))
    order by range_no for update`);
  return rows.length > 0 ? rows.map((row) => row.range_no) : [-1];
}

async function sendAgain(tx: Executor, waveId: string, ranges: readonly number[], subjectIds: readonly string[], staffId: string): Promise<number> {
  await tx.execute(sql`
    insert into attempts (wave_id, subject_id, channel, attempt, state, relay_reply, settled_at, superseded_by)
    select wave_id, subject_id, channel, attempt, state, relay_reply, settled_at, ${staffId} from deliveries
    where wave_id = ${waveId} and range_no = any(${ids(ranges, "int")}) and subject_id = any(${ids(subjectIds, "bigint")}) and state = 'in-doubt'`);
  const { rows } = await tx.execute<{ people: number }>(sql`
    with again as (
      update deliveries set state = 'pending', relay_reply = null, settled_at = null
      where wave_id = ${waveId} and range_no = any(${ids(ranges, "int")}) and subject_id = any(${ids(subjectIds, "bigint")}) and state = 'in-doubt' returning range_no, subject_id
    ), walked as (
      update wave_recipients p set path_state = 'open' from again where p.wave_id = ${waveId} and p.subject_id = again.subject_id
    ), counted as (select range_no, count(*)::int as n from again group by range_no), ranged as (
      update wave_ranges r set in_doubt = r.in_doubt - n, pending = r.pending + n, path_in_doubt = r.path_in_doubt - n, path_open = r.path_open + n, next_due_at = clock_timestamp()
      from counted c where r.wave_id = ${waveId} and r.range_no = c.range_no
    ) select coalesce(sum(n), 0)::int as people from counted`);
  return rows[0]?.people ?? 0;
}

async function countDelivered(tx: Executor, waveId: string, ranges: readonly number[], subjectIds: readonly string[]): Promise<number> {
  const { rows } = await tx.execute<{ people: number }>(sql`
    with counted_in as (
      update deliveries set state = 'accepted', settled_at = clock_timestamp()
      where wave_id = ${waveId} and range_no = any(${ids(ranges, "int")}) and subject_id = any(${ids(subjectIds, "bigint")}) and state = 'in-doubt' returning range_no, subject_id
    ), walked as (
      update wave_recipients p set path_state = 'reached' from counted_in c where p.wave_id = ${waveId} and p.subject_id = c.subject_id
    ), counted as (select range_no, count(*)::int as n from counted_in group by range_no), ranged as (
      update wave_ranges r set in_doubt = r.in_doubt - n, accepted = r.accepted + n, path_in_doubt = r.path_in_doubt - n, path_reached = r.path_reached + n
      from counted c where r.wave_id = ${waveId} and r.range_no = c.range_no
    ) select coalesce(sum(n), 0)::int as people from counted`);
  return rows[0]?.people ?? 0;
}
