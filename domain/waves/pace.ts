import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { Executor } from "../kernel/transaction";
import type { Wave } from "./types";

/** Write down how fast a wave may go when it begins: its own limit, the first part of its ramp, and a line for each provider that has a limit. */
export async function startPace(tx: Executor, { id, pace, schedule }: Wave, messages: number): Promise<void> {
  const rampLeft = schedule.ramp ? Math.max(1, Math.ceil((messages * schedule.ramp.percent) / 100)) : null;
  await tx.execute(sql`
    insert into wave_paces (wave_id, per_second, why, ramp_left) values (${id}, ${pace.perSecond}, ${pace.perSecond === null ? "free" : "limit"}, ${rampLeft}) on conflict do nothing`);
  for (const { domain, perSecond } of pace.domains) {
    await tx.execute(sql`insert into wave_paces (wave_id, domain, per_second, why) values (${id}, ${domain}, ${perSecond}, 'limit') on conflict (wave_id, domain) do update set per_second = excluded.per_second`);
  }
}

/** Take a portion of a wave's pace: how many of the wanted messages may go now, over all workers together. */
export async function drawPace(ledger: Database, waveId: string, wanted: number): Promise<number> {
  const { rows } = await ledger.$client.query<{ granted: number }>({ name: "wave-draw-pace", text: "select draw_pace($1, $2) as granted", values: [waveId, wanted] });
  return rows[0]?.granted ?? 0;
}

/** Give back what was drawn and not used. */
export async function returnPace(ledger: Database, waveId: string, unused: number): Promise<void> {
  await ledger.$client.query("update wave_paces set stock = stock + $2, ramp_left = ramp_left + $2 where wave_id = $1 and domain = ''", [waveId, unused]);
}

/**
 * Take turns at a provider that has a limit: seconds from now of the first of `count` turns, which follow each other by `every` seconds. Turns are given out over all
 * workers in order, so each message waits once. Null where the provider has no limit any more.
 */
export async function takeTurns(ledger: Database, waveId: string, domain: string, count: number): Promise<{ first: number; every: number } | null> {
  const { rows } = await ledger.$client.query<{ first: number; every: number }>({
    name: "wave-take-turns",
    text: `update wave_paces set filled_at = greatest(filled_at, clock_timestamp()) + make_interval(secs => $3 / per_second)
      where wave_id = $1 and domain = $2 and per_second is not null
      returning greatest(0, extract(epoch from old.filled_at - clock_timestamp()))::float8 as first, (1 / per_second)::float8 as every`,
    values: [waveId, domain, count],
  });
  return rows[0] ?? null;
}
