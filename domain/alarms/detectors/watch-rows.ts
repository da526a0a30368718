import { sql } from "drizzle-orm";
import type { AlarmLimits } from "@/content/alarms/limits";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { raiseAlarm } from "../raise-alarm";

interface Minute extends Record<string, unknown> {
  began: string;
  rows: number;
  answers: number;
  shown: number;
}

/**
 * Look whether web processes were given more rows at once than any page shows. Exports are: what an export of these minutes says that it wrote is taken off, so that a large file is no alarm and does not
 * hide one.
 */
export async function watchRows(tx: Executor, ctx: Context, { rows: { most } }: AlarmLimits): Promise<void> {
  const { rows } = await tx.execute<Minute>(sql`
    select a.began::text as began, a.rows::float8 as rows, a.answers, coalesce((
      select sum((select coalesce(max(least(greatest(value::text::numeric, 0), 1e12)), 0) from jsonb_each(case when jsonb_typeof(e.details) = 'object' then e.details else '{}' end) where jsonb_typeof(value) = 'number')) from audit_events e
      where e.action in ('payments.export', 'wave.export-unreached', 'letters.download', 'dataset.export-rejects') and e.id >= (select uuidv7(interval '-10 minutes')) and e.at > a.began - interval '1 minute' and e.at < a.began + interval '2 minutes'), 0)::float8 as shown
    from large_answers a where a.began > statement_timestamp() - interval '5 minutes' order by a.began`);
  for (const { began, rows: read, answers, shown } of rows) {
    if (read <= shown + most) continue;
    await raiseAlarm(tx, ctx, { kind: "rows", severity: "critical", object: { kind: "database", id: "web" }, occurrence: began, details: { rows: read, answers, shown } });
  }
}
