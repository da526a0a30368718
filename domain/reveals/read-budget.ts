import { and, eq, sql } from "drizzle-orm";
import { loadAlarmLimits } from "@/content/alarms/limits";
import { revealDays, revealRequests } from "@/db/schema/reveals";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { dayOfBudget } from "./rules";
import type { RevealBudget } from "./types";

/** Read what somebody may be shown today, and how much of it they were. The day ends at midnight in the zone of the limits, whatever incident they work on, and with it what they were granted. */
export async function readBudget(db: Executor, { clock }: Pick<Context, "clock">, staffId: string): Promise<RevealBudget> {
  const { stop, zone } = loadAlarmLimits().reveals;
  const day = dayOfBudget(clock.now(), zone);
  const [[spent], [granted]] = [
    await db.select({ used: revealDays.used }).from(revealDays).where(and(eq(revealDays.staffId, staffId), eq(revealDays.day, day))),
    await db.select({ people: sql<number>`coalesce(sum(${revealRequests.people}), 0)::int` }).from(revealRequests).where(and(eq(revealRequests.day, day), eq(revealRequests.staffId, staffId), eq(revealRequests.state, "granted"))),
  ];
  return { day, zone, used: spent?.used ?? 0, limit: stop + (granted?.people ?? 0) };
}
