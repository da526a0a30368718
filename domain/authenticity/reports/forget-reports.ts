import { sql } from "drizzle-orm";
import { fakeReports } from "@/db/schema/authenticity";
import type { Executor } from "../../kernel/transaction";

/** Take what was written and the picture out of reports that were decided, or never were and came, before a moment; `most` at a time. The caller audits it. @returns how many */
export async function forgetReports(tx: Executor, before: Date, most: number): Promise<number> {
  const { rowCount } = await tx.execute(sql`
    update ${fakeReports} set sealed = null, picture = null, picture_type = null, erased_at = clock_timestamp()
    where id in (select id from ${fakeReports} where erased_at is null and coalesce(decided_at, created_at) <= ${before.toISOString()}::timestamptz order by coalesce(decided_at, created_at) limit ${most} for update skip locked)`);
  return rowCount ?? 0;
}
