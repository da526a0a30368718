import { sql } from "drizzle-orm";
import type { AlarmLimits } from "@/content/alarms/limits";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { raiseAlarm } from "../raise-alarm";
import { mostUsual } from "../rules";
import { listBusyNetworks, networkHistory } from "./busy-networks";

/**
 * Look whether codes are guessed on the portal: by one network in ten minutes, known here by the keyed trace of its count alone, and over the whole installation in an hour, which finds those who come from many networks. Many
 * people mistype when many come; then far more codes are right.
 */
export async function watchWrongCodes(tx: Executor, ctx: Context, { "wrong-codes": { network, installation }, history }: AlarmLimits): Promise<void> {
  for (const busy of await listBusyNetworks(tx, "wrong-code", network.floor)) {
    const usual = mostUsual(await networkHistory(tx, busy, network.days), network.floor, history);
    if (busy.uses > usual) await raiseAlarm(tx, ctx, { kind: "wrong-codes", severity: "warning", object: { kind: "network", id: busy.trace.slice(0, 24) }, occurrence: busy.began, details: { seconds: 600, refused: busy.uses, usual } });
  }
  for (const { hour, refused, proven } of await listHours(tx, installation.floor)) {
    if (refused < proven * installation.share) continue;
    const usual = mostUsual(await hoursBefore(tx, hour, history.days), installation.floor, history);
    if (refused > usual) await raiseAlarm(tx, ctx, { kind: "wrong-codes", severity: "warning", object: { kind: "portal", id: "every" }, occurrence: hour, details: { seconds: 3_600, refused, proven, usual } });
  }
}

interface Hour extends Record<string, unknown> {
  hour: string;
  refused: number;
  proven: number;
}

/** This hour and the one before, where more codes were refused than is ever usual; with how many were right. */
async function listHours(tx: Executor, floor: number): Promise<Hour[]> {
  const { rows } = await tx.execute<Hour>(sql`
    with wrong as (
      select date_trunc('hour', began, 'UTC') as hour, sum(uses)::int as refused from use_counts
      where what = 'wrong-code' and began >= date_trunc('hour', statement_timestamp(), 'UTC') - interval '1 hour' group by 1 having sum(uses) > ${floor})
    select w.hour::text as hour, w.refused, coalesce((select sum(h.proven) from lookup_hours h where h.hour = w.hour), 0)::float8 as proven from wrong w order by 1`);
  return rows;
}

async function hoursBefore(tx: Executor, hour: string, days: number): Promise<number[]> {
  const { rows } = await tx.execute<{ refused: number }>(sql`
    select sum(uses)::int as refused from use_counts
    where what = 'wrong-code' and began < ${hour}::timestamptz and began > ${hour}::timestamptz - make_interval(days => ${days}) group by date_trunc('hour', began, 'UTC')`);
  return rows.map(({ refused }) => refused);
}
