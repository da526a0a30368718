import { sql } from "drizzle-orm";
import type { Channel } from "@/db/values/wave-states";
import { authorise, type Context } from "../../kernel/context";
import type { SubjectId } from "../../kernel/ids";
import { mayReadWaves } from "../policy";
import type { InDoubtDelivery } from "../types";

/** As many as one decision can name. */
const MOST = 1000;

/** List deliveries whose outcome nobody knows, at most 1,000, range by range and in each by number. Ranges that have none are not read, and no more of them than it takes. @throws {Forbidden} */
export async function listInDoubt(ctx: Context, waveId: string): Promise<InDoubtDelivery[]> {
  authorise(ctx, mayReadWaves);
  const { rows } = await ctx.db.execute<{ subject_id: string; channel: Channel; attempt: number; relay_reply: string | null; since: string | null; again: string | null }>(sql`
    select d.subject_id, r.channel, d.attempt, d.relay_reply, d.settled_at::text as since, d.next_at::text as again
    from (select range_no, channel from wave_ranges where wave_id = ${waveId} and in_doubt > 0 order by range_no, channel) r
    cross join lateral (
      select subject_id, attempt, relay_reply, settled_at, next_at from deliveries
      where wave_id = ${waveId} and range_no = r.range_no and channel = r.channel and state = 'in-doubt' order by subject_id limit ${MOST}) d
    order by r.range_no, r.channel, d.subject_id limit ${MOST}`);
  return rows.map((row) => ({ subjectId: row.subject_id as SubjectId, channel: row.channel, againAt: row.again === null ? null : new Date(row.again), attempt: row.attempt, relayReply: row.relay_reply, since: row.since === null ? null : new Date(row.since) }));
}
