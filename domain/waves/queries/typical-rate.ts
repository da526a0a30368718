import { sql } from "drizzle-orm";
import { authorise, type Context } from "../../kernel/context";
import { mayReadWaves } from "../policy";

/** A wave of fewer messages is over before it has a pace, and one that reached nobody has none. */
const ENOUGH = 1_000;
const LATEST = 5;

/** Messages a second that the last waves made which were large enough to tell; null when there was none. What a forecast reckons with before anything is measured. @throws {Forbidden} */
export async function typicalRate(ctx: Context): Promise<number | null> {
  authorise(ctx, mayReadWaves);
  const { rows } = await ctx.db.execute<{ rate: number | null }>(sql`
    select max(s.messages / greatest(1, extract(epoch from w.ended_at - w.frozen_at)))::float8 as rate
    from (select id, frozen_at, ended_at from waves where state = 'finished' and frozen_at is not null and ended_at is not null and found >= ${ENOUGH} order by id desc limit ${LATEST}) w
    cross join lateral (select sum(entered) as messages from wave_ranges where wave_id = w.id) s
    where s.messages >= ${ENOUGH}`);
  return rows[0]?.rate ?? null;
}
