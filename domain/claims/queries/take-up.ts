import { sql } from "drizzle-orm";
import { authorise, type Context } from "../../kernel/context";
import { mayReadProgrammes } from "../../programmes/policy";
import type { TakeUpDay } from "../../programmes/forecast";

/** What was filed under a programme less what was withdrawn, by days of a time zone, the first at the head: a sum over counters, no claim is read. @throws {Forbidden} */
export async function listTakeUp(ctx: Context, programmeId: string, timeZone: string): Promise<TakeUpDay[]> {
  authorise(ctx, mayReadProgrammes);
  const { rows } = await ctx.db.execute<{ day: string; claims: number; minor: string }>(sql`
    select (hour at time zone ${timeZone})::date::text as day, sum(claims)::int as claims, sum(minor)::text as minor from programme_hours where programme_id = ${programmeId} group by 1 order by 1`);
  return rows.map(({ day, claims, minor }) => ({ day, claims, minor: BigInt(minor) }));
}
