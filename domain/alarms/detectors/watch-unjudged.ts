import { sql } from "drizzle-orm";
import type { AlarmLimits } from "@/content/alarms/limits";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { raiseAlarm } from "../raise-alarm";

/** So many odd events are an occurrence each; where there are more, the alarm says how many. */
const TOLD_APART = 50;

/** Events were written that no act of ours writes, and no detector can judge. Each is told once, by its number. */
export async function raiseOdd(tx: Executor, ctx: Context, numbers: readonly number[]): Promise<void> {
  for (const number of numbers.slice(-TOLD_APART)) {
    await raiseAlarm(tx, ctx, { kind: "unjudged", severity: "critical", object: { kind: "audit-log", id: "log" }, occurrence: `event ${number}`, details: { odd: numbers.length, number } });
  }
}

/** Look, after a turn that failed, whether none was whole for too long: the board says so as well, and nobody looks at it all day. Each time that it lasts raises one alarm, and each day of it: one that was closed comes back. */
export async function watchTurns(tx: Executor, ctx: Context, { unjudged: { seconds: most } }: AlarmLimits): Promise<void> {
  const { rows: [late] } = await tx.execute<{ since: string; seconds: number | null; days: number }>(sql`
    select coalesce(at::text, 'never') as since, floor(extract(epoch from clock_timestamp() - at))::int as seconds, floor(extract(epoch from clock_timestamp() - coalesce(at, 'epoch')) / 86400)::int as days from alarm_turns where at is null or at < clock_timestamp() - make_interval(secs => ${most})`);
  if (!late) return;
  await raiseAlarm(tx, ctx, { kind: "unjudged", severity: "critical", object: { kind: "detectors", id: "turn" }, occurrence: `since ${late.since}, day ${late.days}`, details: late.seconds === null ? {} : { seconds: late.seconds } });
}
