import { sql } from "drizzle-orm";
import type { Channel, DeliveryState } from "@/db/values/wave-states";
import { authorise, type Context } from "../../kernel/context";
import type { SubjectId } from "../../kernel/ids";
import type { Executor } from "../../kernel/transaction";
import { mayReadWaves } from "../policy";
import type { Wave } from "../types";
import { readWave } from "./read-wave";

export interface Unreached {
  subjectId: SubjectId;
  /** What became of each message that was sent to the person; a channel for which there is none had no contact point, or spoke through somebody else. */
  messages: { channel: Channel; state: DeliveryState; reply: string | null; at: Date | null }[];
}

/** Where a reading of the unreached stands: behind this person of this range. */
export interface UnreachedCursor {
  rangeNo: number;
  subjectId: string;
}

export const FROM_START: UnreachedCursor = { rangeNo: -1, subjectId: "0" };
const SHOWN = 100;

/** People whom no channel of a wave reached, as its ranges count them. Also of a wave that still moves: people who wait for the next channel are not among them. */
export async function countUnreached(db: Executor, wave: Pick<Wave, "id" | "channels">): Promise<number> {
  const { rows } = await db.execute<{ people: number }>(sql`select coalesce(sum(path_unreachable), 0)::int as people from wave_ranges where wave_id = ${wave.id} and channel = ${wave.channels.at(-1)}`);
  return rows[0]?.people ?? 0;
}

/**
 * Read some of the people whom no channel reached, range by range and in each by number. Ranges that count none are passed over; in one that has some its people are read by their key,
 * because an index on where people stand would be written with every message.
 */
export async function readUnreached(db: Executor, wave: Pick<Wave, "id" | "channels" | "own">, after: UnreachedCursor, limit: number): Promise<{ people: Unreached[]; next: UnreachedCursor | null }> {
  const { rows } = await db.execute<{ range_no: number; subject_id: string; messages: { channel: Channel; state: DeliveryState; reply: string | null; at: string | null }[] | null }>(sql`
    select r.range_no, p.subject_id::text, (
      select json_agg(json_build_object('channel', d.channel, 'state', d.state, 'reply', d.relay_reply, 'at', d.settled_at)) from deliveries d
      where d.wave_id = ${wave.id} and d.range_no = r.range_no and d.subject_id = p.subject_id and d.own = ${wave.own}) as messages
    from (select range_no, subject_from, subject_to from wave_ranges where wave_id = ${wave.id} and channel = ${wave.channels.at(-1)} and path_unreachable > 0 and range_no >= ${after.rangeNo} order by range_no) r
    cross join lateral (
      select subject_id from wave_recipients
      where wave_id = ${wave.id} and own = ${wave.own} and range_no = r.range_no and channel = ${wave.channels.at(-1)} and path_state = 'unreachable'
        and subject_id between greatest(r.subject_from, case when r.range_no = ${after.rangeNo} then ${after.subjectId}::bigint + 1 else 0 end) and r.subject_to
      order by subject_id limit ${limit}) p
    order by r.range_no, p.subject_id limit ${limit}`);
  const people = rows.map(({ subject_id, messages }) => ({ subjectId: subject_id as SubjectId, messages: (messages ?? []).map((message) => ({ ...message, at: message.at === null ? null : new Date(message.at) })) }));
  const last = rows.at(-1);
  return { people, next: last && rows.length === limit ? { rangeNo: last.range_no, subjectId: last.subject_id } : null };
}

/** List people whom no channel of a wave reached: how many, and the first hundred with their paths. Numbers only; who they are stands in the export. @throws {Forbidden} @throws {NotFound} */
export async function listUnreached(ctx: Context, waveId: string): Promise<{ total: number; people: Unreached[] }> {
  authorise(ctx, mayReadWaves);
  const wave = await readWave(ctx.db, waveId);
  const total = await countUnreached(ctx.db, wave);
  return { total, people: total === 0 ? [] : (await readUnreached(ctx.db, wave, FROM_START, SHOWN)).people };
}
