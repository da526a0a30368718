import { sql, type SQL } from "drizzle-orm";
import type { Transaction } from "@/db/client";

export interface SettledLetter {
  rangeNo: number;
  subjectId: string;
  /** `pending` puts it back, as if it had never been printed. */
  state: "accepted" | "rejected" | "suppressed" | "cancelled" | "pending";
  reply: string | null;
}

/**
 * Write into the ledger what became of letters that were `handing-over`: ranges first, then rows, counters with them. Those that are not handing over any more stay as they
 * are. Returns how many were settled.
 */
export async function settleLetters(tx: Transaction, waveId: string, settled: readonly SettledLetter[]): Promise<number> {
  if (settled.length === 0) return 0;
  const ranges = list([...new Set(settled.map(({ rangeNo }) => rangeNo))]);
  await tx.execute(sql`select 1 from wave_ranges where wave_id = ${waveId} and channel = 'letter' and range_no in (${ranges}) order by range_no for update`);
  const values = sql.join(settled.map(({ rangeNo, subjectId, state, reply }) => sql`(${rangeNo}::int, ${subjectId}::bigint, ${state}::text, ${reply}::text)`), sql`, `);
  const { rows } = await tx.execute<{ settled: number }>(sql`
    with done(range_no, subject_id, state, reply) as (values ${values}), moved as (
      update deliveries d set state = f.state, relay_reply = f.reply, attempt = d.attempt - case when f.state = 'pending' then 1 else 0 end,
        settled_at = case when f.state <> 'pending' then clock_timestamp() end
      from done f where d.wave_id = ${waveId} and d.range_no = f.range_no and d.subject_id = f.subject_id and d.channel = 'letter' and d.state = 'handing-over'
      returning d.range_no, d.subject_id, d.state, d.covers is not null as covers
    ), walked as (
      update wave_recipients p set path_state = case m.state when 'accepted' then 'reached' when 'cancelled' then 'cancelled' else 'unreachable' end
      from moved m where m.state <> 'pending' and p.wave_id = ${waveId} and p.subject_id = m.subject_id
    ), counted as (
      select range_no, count(*)::int as n, count(*) filter (where state = 'pending')::int as pending, count(*) filter (where state = 'accepted')::int as accepted,
        count(*) filter (where state = 'rejected')::int as rejected, count(*) filter (where state = 'suppressed')::int as suppressed, count(*) filter (where state = 'cancelled')::int as cancelled,
        count(*) filter (where covers and state in ('rejected', 'suppressed', 'cancelled'))::int as uncovered
      from moved group by range_no
    ), ranged as (
      update wave_ranges r set handing_over = r.handing_over - c.n, pending = r.pending + c.pending, accepted = r.accepted + c.accepted, rejected = r.rejected + c.rejected,
        suppressed = r.suppressed + c.suppressed, cancelled = r.cancelled + c.cancelled, uncovered = r.uncovered + c.uncovered, path_open = r.path_open - (c.n - c.pending),
        path_reached = r.path_reached + c.accepted, path_unreachable = r.path_unreachable + c.rejected + c.suppressed, path_cancelled = r.path_cancelled + c.cancelled,
        next_due_at = case when c.pending > 0 then clock_timestamp() else r.next_due_at end
      from counted c where r.wave_id = ${waveId} and r.range_no = c.range_no and r.channel = 'letter'
    ) select coalesce(sum(n), 0)::int as settled from counted`);
  return rows[0]?.settled ?? 0;
}

function list(numbers: readonly number[]): SQL {
  return sql.join(numbers.map((number) => sql`${number}`), sql`, `);
}
