import { sql } from "drizzle-orm";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";

export type Reads = ReadonlyMap<string, { pages?: number; looks?: number }>;

/** Add to what members of staff were shown, by the database's clock or at a moment; in stretches of ten seconds and of ten minutes. A count, and so in no audit. */
export async function noteReads({ db }: Pick<Context, "db"> | { db: Executor }, reads: Reads, at: Date | null = null): Promise<void> {
  if (reads.size === 0) return;
  const rows = [...reads].map(([staffId, { pages = 0, looks = 0 }]) => ({ staffId, pages, looks }));
  // One order for everybody who writes, or two of them would wait for each other.
  rows.sort((a, b) => (a.staffId < b.staffId ? -1 : 1));
  await db.execute(sql`
    insert into staff_reads (staff_id, span, began, pages, looks)
    select r."staffId", s.span, date_bin(make_interval(secs => s.span), coalesce(${at?.toISOString() ?? null}::timestamptz, clock_timestamp()), 'epoch'::timestamptz), r.pages, r.looks
    from json_to_recordset(${JSON.stringify(rows)}::json) as r ("staffId" uuid, pages int, looks int) cross join (values (10::smallint), (600::smallint)) as s (span)
    order by 1, 2
    on conflict (staff_id, span, began) do update set pages = staff_reads.pages + excluded.pages, looks = staff_reads.looks + excluded.looks`);
}
