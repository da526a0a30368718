import { sql, type SQL } from "drizzle-orm";
import type { Channel } from "@/db/values/wave-states";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { decideInDoubtInput } from "../input";
import { mayControlWaves } from "../policy";
import { getWaveForUpdate } from "../queries/read-wave";
import { wakeWave } from "../wake-wave";
import { finishWave } from "./finish-wave";

/**
 * Decide what nobody but a person can: whether messages that the relay may or may not have taken are sent again or count as delivered. A message sent again bears the
 * same Message-ID, and the attempt it supersedes is kept. @throws {Forbidden} @throws {Conflict} when any of them is not in doubt any more, or the wave is cancelled
 */
export async function decideInDoubt(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayControlWaves);
  const { staffId } = requireStaffActor(ctx);
  const { waveId, channel, subjectIds, decision } = parseInput(decideInDoubtInput, raw);
  const unique = [...new Set(subjectIds)];
  await withTransaction(ctx, async (tx) => {
    const wave = await getWaveForUpdate(tx, waveId);
    if (decision === "send-again" && wave.state === "cancelled") throw new Conflict("wave-ended");
    const doubted = { waveId, channel, ranges: await lockRanges(tx, waveId, channel, unique), subjectIds: unique, sending: wave.state === "sending" };
    const decided = decision === "send-again" ? await sendAgain(tx, doubted, staffId) : await countDelivered(tx, doubted);
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
async function lockRanges(tx: Executor, waveId: string, channel: Channel, subjectIds: readonly string[]): Promise<number[]> {
  const { rows } = await tx.execute<{ range_no: number }>(sql`
    select range_no from wave_ranges where wave_id = ${waveId} and channel = ${channel} and range_no in (select range_no from wave_recipients where wave_id = ${waveId} and subject_id = any(${ids(subjectIds, "bigint")}))
    order by range_no for update`);
  return rows.length > 0 ? rows.map((row) => row.range_no) : [-1];
}

interface Doubted {
  waveId: string;
  channel: Channel;
  ranges: readonly number[];
  subjectIds: readonly string[];
  /** Whether a worker may be taking what is due. */
  sending: boolean;
}

/** How long before a message is sent again by itself a person can no longer decide on it: a worker may have read that it is due. */
const TAKEN_SECONDS = 30;

function areDoubted({ waveId, channel, ranges, subjectIds, sending }: Doubted): SQL {
  const free = sending ? sql` and (next_at is null or next_at > clock_timestamp() + make_interval(secs => ${TAKEN_SECONDS}))` : sql``;
  return sql`wave_id = ${waveId} and range_no = any(${ids(ranges, "int")}) and subject_id = any(${ids(subjectIds, "bigint")}) and channel = ${channel} and state = 'in-doubt'${free}`;
}

async function sendAgain(tx: Executor, doubted: Doubted, staffId: string): Promise<number> {
  const { waveId, channel } = doubted;
  await tx.execute(sql`
    insert into attempts (wave_id, subject_id, channel, attempt, state, relay_reply, settled_at, superseded_by)
    select wave_id, subject_id, channel, attempt, state, relay_reply, settled_at, ${staffId} from deliveries where ${areDoubted(doubted)}`);
  const { rows } = await tx.execute<{ people: number }>(sql`
    with again as (
      update deliveries set state = 'pending', relay_reply = null, settled_at = null, next_at = null, resent = resent + 1 where ${areDoubted(doubted)} returning range_no, subject_id
    ), walked as (
      update wave_recipients p set path_state = 'open' from again where p.wave_id = ${waveId} and p.subject_id = again.subject_id
    ), counted as (select range_no, count(*)::int as n from again group by range_no), ranged as (
      update wave_ranges r set in_doubt = r.in_doubt - n, pending = r.pending + n, resent = r.resent + n, path_in_doubt = r.path_in_doubt - n, path_open = r.path_open + n, next_due_at = clock_timestamp()
      from counted c where r.wave_id = ${waveId} and r.range_no = c.range_no and r.channel = ${channel}
    ) select coalesce(sum(n), 0)::int as people from counted`);
  return rows[0]?.people ?? 0;
}

async function countDelivered(tx: Executor, doubted: Doubted): Promise<number> {
  const { waveId, channel } = doubted;
  const { rows } = await tx.execute<{ people: number }>(sql`
    with counted_in as (
      update deliveries set state = 'accepted', settled_at = clock_timestamp(), next_at = null where ${areDoubted(doubted)} returning range_no, subject_id
    ), walked as (
      update wave_recipients p set path_state = 'reached' from counted_in c where p.wave_id = ${waveId} and p.subject_id = c.subject_id
    ), counted as (select range_no, count(*)::int as n from counted_in group by range_no), ranged as (
      update wave_ranges r set in_doubt = r.in_doubt - n, accepted = r.accepted + n, path_in_doubt = r.path_in_doubt - n, path_reached = r.path_reached + n
      from counted c where r.wave_id = ${waveId} and r.range_no = c.range_no and r.channel = ${channel}
    ) select coalesce(sum(n), 0)::int as people from counted`);
  return rows[0]?.people ?? 0;
}
