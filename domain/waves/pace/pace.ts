import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";
import { wavePaces } from "@/db/schema/waves";
import type { Executor } from "../../kernel/transaction";
import type { Wave } from "../types";
import type { PaceDetail, PaceNow } from "./types";

const paceDetail: z.ZodType<PaceDetail> = z.object({ cause: z.enum(["lookups", "codes", "enquiries"]).optional(), figure: z.number().optional(), target: z.number().optional(), before: z.number().optional() });

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

/** How fast a wave may go now, and why; null before it is frozen. */
export async function readPace(db: Executor, waveId: string): Promise<PaceNow | null> {
  const [row] = await db.select().from(wavePaces).where(and(eq(wavePaces.waveId, waveId), eq(wavePaces.domain, "")));
  return row ? { perSecond: row.perSecond, why: row.why, detail: paceDetail.parse(row.detail), rampLeft: row.rampLeft, rampHeldAt: row.rampHeldAt } : null;
}

/** Write down a pace. `ramp` says whether the wave begins to hold after the first part of its ramp, or is through with it. */
export async function writePace(tx: Executor, waveId: string, { perSecond, why, detail }: Pick<PaceNow, "perSecond" | "why" | "detail">, ramp: "none" | "hold" | "holding" | "go-on"): Promise<void> {
  const held = ramp === "hold" ? { rampHeldAt: sql`clock_timestamp()` } : ramp === "go-on" ? { rampLeft: null, rampHeldAt: null } : {};
  await tx.update(wavePaces).set({ perSecond, why, detail, ...held }).where(and(eq(wavePaces.waveId, waveId), eq(wavePaces.domain, "")));
}
