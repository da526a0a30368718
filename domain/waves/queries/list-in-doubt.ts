import { sql } from "drizzle-orm";
import type { Channel } from "@/db/values/wave-states";
import { authorise, type Context } from "../../kernel/context";
import type { SubjectId } from "../../kernel/ids";
import { mayReadWaves } from "../policy";
import type { InDoubtDelivery } from "../types";

/** List deliveries whose outcome nobody knows, at most 1,000, the lowest number first. Ranges that have none are not read. @throws {Forbidden} */
export async function listInDoubt(ctx: Context, waveId: string): Promise<InDoubtDelivery[]> {
  authorise(ctx, mayReadWaves);
  const { rows } = await ctx.db.execute<{ subject_id: string; channel: Channel; attempt: number; relay_reply: string | null; since: string | null; again: string | null }>(sql`
    select d.subject_id, d.channel, d.attempt, d.relay_reply, d.settled_at::text as since, d.next_at::text as again
    from wave_ranges r join deliveries d on d.wave_id = r.wave_id and d.range_no = r.range_no and d.channel = r.channel
    where r.wave_id = ${waveId} and r.in_doubt > 0 and d.wave_id = ${waveId} and d.state = 'in-doubt'
    order by d.subject_id limit 1000`);
  return rows.map((row) => ({ subjectId: row.subject_id as SubjectId, channel: row.channel, againAt: row.again === null ? null : new Date(row.again), attempt: row.attempt, relayReply: row.relay_reply, since: row.since === null ? null : new Date(row.since) }));
}
