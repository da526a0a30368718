import { sql } from "drizzle-orm";
import type { Executor } from "../../kernel/transaction";

interface BusyNetwork extends Record<string, unknown> {
  /** The keyed trace of its count: the network itself is not known. */
  trace: string;
  began: string;
  uses: number;
}

/**
 * Networks of which more of one thing was counted than is ever usual, in these ten minutes or in those before. By the time at which the statement began: one that may change while it runs (`clock_timestamp`) would be compared row by row, and by no index.
 */
export async function listBusyNetworks(tx: Executor, what: string, floor: number): Promise<BusyNetwork[]> {
  const { rows } = await tx.execute<BusyNetwork>(sql`
    select encode(budget, 'hex') as trace, date_bin('10 minutes', began, 'epoch'::timestamptz)::text as began, sum(uses)::int as uses from use_counts
    where what = ${what} and began >= date_bin('10 minutes', statement_timestamp(), 'epoch'::timestamptz) - interval '10 minutes' group by 1, 2 having sum(uses) > ${floor} order by 1, 2`);
  return rows;
}

/** How much was counted of a network in each ten minutes of the days before. */
export async function networkHistory(tx: Executor, { trace, began }: BusyNetwork, days: number): Promise<number[]> {
  const { rows } = await tx.execute<{ uses: number }>(sql`
    select sum(uses)::int as uses from use_counts where budget = decode(${trace}, 'hex') and began < ${began}::timestamptz and began > ${began}::timestamptz - make_interval(days => ${days})
    group by date_bin('10 minutes', began, 'epoch'::timestamptz)`);
  return rows.map(({ uses }) => uses);
}
