import { sql } from "drizzle-orm";
import type { AlarmLimits } from "@/content/alarms/limits";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { raiseAlarm } from "../raise-alarm";
import { mostUsual } from "../rules";

const measures = ["pages", "looks"] as const;

/**
 * Look who was shown more in a day than on their own days before: whoever stays below the limits of ten minutes reads half a million rows in a night all the same. Days on which they saw nothing are none of theirs. It is for once a minute, because the history
 * of everybody who had a full day is read for it.
 */
export async function watchReadDays(tx: Executor, ctx: Context, { reads: { day: limits }, reveals: { zone }, history: { score } }: AlarmLimits): Promise<void> {
  for (const { staffId, day, ...read } of await listFullDays(tx, limits, zone)) {
    const before = await daysBefore(tx, { staffId, day, zone, days: limits.days });
    for (const measure of measures) {
      const { floor, newcomer } = limits[measure];
      const own = before.map((one) => one[measure]).filter((value) => value > 0);
      const usual = mostUsual(own, floor, { least: limits.least, score }, newcomer);
      if (read[measure] <= usual) continue;
      await raiseAlarm(tx, ctx, { kind: "reads", severity: "warning", object: { kind: "staff", id: staffId }, occurrence: `day ${day}`, details: { seconds: 86_400, pages: read.pages, looks: read.looks, usual } });
    }
  }
}

interface Day extends Record<string, unknown> {
  staffId: string;
  day: string;
  pages: number;
  looks: number;
}

/** Who was shown today as much as may be an alarm; for a while after midnight also who was on the day that is over. */
async function listFullDays(tx: Executor, { pages, looks }: AlarmLimits["reads"]["day"], zone: string): Promise<Day[]> {
  const { rows } = await tx.execute<Day>(sql`
    select staff_id as "staffId", (began at time zone ${zone})::date::text as day, sum(pages)::int as pages, sum(looks)::int as looks from staff_reads
    where span = 600 and began >= date_trunc('day', statement_timestamp() - interval '20 minutes', ${zone}) group by 1, 2 having sum(pages) > ${pages.floor} or sum(looks) > ${looks.floor} order by 1, 2`);
  return rows;
}

async function daysBefore(tx: Executor, { staffId, day, zone, days }: { staffId: string; day: string; zone: string; days: number }): Promise<Pick<Day, "pages" | "looks">[]> {
  const { rows } = await tx.execute<Day>(sql`
    select sum(pages)::int as pages, sum(looks)::int as looks from staff_reads
    where staff_id = ${staffId} and span = 600 and began < ${day}::timestamp at time zone ${zone} and began >= (${day}::timestamp - make_interval(days => ${days})) at time zone ${zone}
    group by (began at time zone ${zone})::date`);
  return rows;
}
