import { sql } from "drizzle-orm";
import type { Channel, DeliveryState } from "@/db/values/wave-states";
import { authorise, type Context } from "../../kernel/context";
import { mayReadWaves } from "../policy";

export interface ProviderTally {
  channel: Channel;
  /** A well-known mail provider, or `other`. */
  domain: string;
  accepted: number;
  /** How often messages were put off; one that was put off five times counts five times. */
  deferred: number;
  rejected: number;
}

export interface ReplyTally {
  channel: Channel;
  state: Extract<DeliveryState, "rejected" | "deferred" | "in-doubt">;
  code: string;
  messages: number;
  /** The last words of the other side, without addresses. */
  words: string | null;
  lastAt: Date;
}

const MOST = 200;

/** List what the receiving side said to a wave by mail provider, the one with the most messages first. A few rows a provider, kept while settling. @throws {Forbidden} */
export async function listProviders(ctx: Context, waveId: string): Promise<ProviderTally[]> {
  authorise(ctx, mayReadWaves);
  const { rows } = await ctx.db.execute<Record<"channel" | "domain" | "accepted" | "deferred" | "rejected", string>>(sql`
    select channel, domain, coalesce(sum(messages) filter (where state = 'accepted'), 0) as accepted, coalesce(sum(messages) filter (where state = 'deferred'), 0) as deferred,
      coalesce(sum(messages) filter (where state = 'rejected'), 0) as rejected
    from wave_tallies where wave_id = ${waveId} group by channel, domain order by sum(messages) desc, domain limit ${MOST}`);
  return rows.map((row) => ({ channel: row.channel as Channel, domain: row.domain, accepted: Number(row.accepted), deferred: Number(row.deferred), rejected: Number(row.rejected) }));
}

/** List what a wave's messages were not accepted for, by code and with the last words, the most frequent first. @throws {Forbidden} */
export async function listReplies(ctx: Context, waveId: string): Promise<ReplyTally[]> {
  authorise(ctx, mayReadWaves);
  const { rows } = await ctx.db.execute<Record<"channel" | "state" | "code" | "messages" | "last", string> & { words: string | null }>(sql`
    with said as materialized (select channel, state, code, messages, words, last_at from wave_tallies where wave_id = ${waveId} and state in ('rejected', 'deferred', 'in-doubt')),
      sums as materialized (select channel, state, code, sum(messages) as messages, max(last_at) filter (where words is not null) as spoke, max(last_at) as last from said group by channel, state, code order by sum(messages) desc, code limit ${MOST})
    select u.channel, u.state, u.code, u.messages, max(s.words) as words, u.last::text as last from sums u left join said s on s.channel = u.channel and s.state = u.state and s.code = u.code and s.last_at = u.spoke
    group by u.channel, u.state, u.code, u.messages, u.last order by u.messages desc, u.code`);
  return rows.map(({ channel, state, code, messages, words, last }) => ({ channel: channel as Channel, state: state as ReplyTally["state"], code, messages: Number(messages), words, lastAt: new Date(last) }));
}
