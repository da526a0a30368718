import { sql } from "drizzle-orm";
import type { AlarmLimits } from "@/content/alarms/limits";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { raiseAlarm } from "../raise-alarm";
import { mostUsual } from "../rules";
import { suspendSessions } from "../suspend-sessions";
import type { Watching } from "../types";

const measures = ["pages", "looks"] as const;

/**
 * Look who reads more than they usually do, and who reads more than a person can: the first is a warning against their own ten minutes of four weeks, the second is critical and, where the
 * installation says so, ends their sessions.
 */
export async function watchReads(tx: Executor, ctx: Context, { reads, history }: AlarmLimits, { suspendReaders }: Pick<Watching, "suspendReaders">): Promise<void> {
  for (const { staffId, pages, looks, minute } of await listFast(tx, reads)) {
    const sessions = suspendReaders ? await suspendSessions(tx, ctx, staffId) : 0;
    await raiseAlarm(tx, ctx, { kind: "reads", severity: "critical", object: { kind: "staff", id: staffId }, occurrence: `fast ${minute}`, details: { seconds: 60, pages, looks, ...(sessions > 0 ? { sessions } : {}) } });
  }
  for (const { staffId, began, ...read } of await listMany(tx, reads)) {
    for (const measure of measures) {
      if (read[measure] < reads[measure].floor) continue;
      const usual = mostUsual(await readHistory(tx, { staffId, began, measure, days: history.days }), reads[measure].floor, history);
      if (read[measure] <= usual) continue;
      await raiseAlarm(tx, ctx, { kind: "reads", severity: "warning", object: { kind: "staff", id: staffId }, occurrence: `many ${began}`, details: { seconds: 600, pages: read.pages, looks: read.looks, usual } });
    }
  }
}

interface Fast extends Record<string, unknown> {
  staffId: string;
  pages: number;
  looks: number;
  minute: string;
}

/** Who was shown too much in the sixty seconds up to now. */
async function listFast(tx: Executor, { pages, looks }: AlarmLimits["reads"]): Promise<Fast[]> {
  const { rows } = await tx.execute<Fast>(sql`
    select staff_id as "staffId", sum(pages)::int as pages, sum(looks)::int as looks, to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD HH24:MI') as minute
    from staff_reads where span = 10 and began > statement_timestamp() - interval '60 seconds' group by staff_id having sum(pages) > ${pages.perMinute} or sum(looks) > ${looks.perMinute} order by staff_id`);
  return rows;
}

interface Many extends Record<string, unknown> {
  staffId: string;
  began: string;
  pages: number;
  looks: number;
}

/** Who was shown as much as may be an alarm in these ten minutes or in those before, which nobody may have looked at since they were over. */
async function listMany(tx: Executor, { pages, looks }: AlarmLimits["reads"]): Promise<Many[]> {
  const { rows } = await tx.execute<Many>(sql`
    select staff_id as "staffId", began::text as began, pages, looks from staff_reads
    where span = 600 and began > statement_timestamp() - interval '20 minutes' and (pages > ${pages.floor} or looks > ${looks.floor}) order by staff_id, began`);
  return rows;
}

async function readHistory(tx: Executor, { staffId, began, measure, days }: { staffId: string; began: string; measure: (typeof measures)[number]; days: number }): Promise<number[]> {
  const { rows } = await tx.execute<{ pages: number; looks: number }>(sql`
    select pages, looks from staff_reads where staff_id = ${staffId} and span = 600 and began < ${began}::timestamptz and began > ${began}::timestamptz - make_interval(days => ${days})`);
  // Stretches in which they worked: those in which they saw nothing have no row.
  return rows.map((row) => row[measure]).filter((value) => value > 0);
}
