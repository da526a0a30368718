import { and, asc, eq, inArray, ne, sql } from "drizzle-orm";
import { loadClockRules } from "@/content/clocks/clocks";
import { claimClocks } from "@/db/schema/claim-clocks";
import { clockKinds, type ClockStage } from "@/db/values/claim-clocks";
import type { ClaimState } from "@/db/values/claim-states";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { officeOf, reckonClock, reckonLeft, reckonResumed } from "./reckon-clock";

type ClockRow = typeof claimClocks.$inferSelect;
type Change = Partial<typeof claimClocks.$inferInsert>;

/** The soonest end among a claim's clocks that run; null where none does. An expression for an update of `claims`. */
export const nextDue = sql<Date | null>`(select min(k.due_at) from claim_clocks k where k.claim_id = claims.id and k.stage in ('running', 'soon', 'late'))`;

/**
 * Do to the clocks of claims of one incident what their coming into a state means. A clock is started once: one that is there is left alone. `moveClaim` calls this in its transaction, which holds the
 * claims, and then writes `nextDue`.
 */
export async function moveClocks(tx: Executor, ctx: Context, claimIds: readonly string[], incidentId: string, to: ClaimState): Promise<void> {
  const rules = loadClockRules();
  const open = await tx.select().from(claimClocks).where(and(inArray(claimClocks.claimId, [...claimIds]), ne(claimClocks.stage, "ended"))).orderBy(asc(claimClocks.claimId), asc(claimClocks.kind)).for("update");
  const starting = clockKinds.filter((kind) => rules[kind].starts.includes(to));
  if (open.length === 0 && starting.length === 0) return;
  const [now, office] = [ctx.clock.now(), await officeOf(tx, incidentId)];
  for (const clock of open) {
    const rule = rules[clock.kind];
    if (to === "withdrawn") await change(tx, clock, end(clock, now, "droppedAt"));
    else if (rule.meets.includes(to)) await change(tx, clock, end(clock, now, "metAt"));
    else if (rule.pauses.includes(to) && !clock.pausedAt) await change(tx, clock, { stage: "paused", pausedAt: now, leftMinutes: reckonLeft(ctx, office, rule, now, clock.dueAt) });
    else if (!rule.pauses.includes(to) && clock.pausedAt) {
      const { dueAt, soonAt } = clock.leftMinutes === null ? clock : reckonResumed(ctx, office, clock.kind, now, clock.leftMinutes);
      await change(tx, clock, { ...waited(clock, now), leftMinutes: null, dueAt, soonAt, stage: clock.breachedAt ? "late" : stageAt(now, soonAt) });
    }
  }
  const started = starting.flatMap((kind) => {
    const reckoned = reckonClock(ctx, office, kind, now);
    return claimIds.map((claimId) => ({ claimId, incidentId, kind, agentId: agentOf(claimId), startedAt: now, stage: stageAt(now, reckoned.soonAt), ...reckoned }));
  });
  if (started.length > 0) await tx.insert(claimClocks).values(started).onConflictDoNothing();
}

/** How a clock ends now: met, or dropped. */
export function end(clock: ClockRow, now: Date, how: "metAt" | "droppedAt"): Change {
  return { ...waited(clock, now), leftMinutes: null, stage: "ended", [how]: now };
}

export function stageAt(now: Date, soonAt: Date): ClockStage {
  return soonAt <= now ? "soon" : "running";
}

export function agentOf(claimId: string) {
  return sql`(select assigned_to from claims where id = ${claimId})`;
}

export async function change(tx: Executor, clock: ClockRow, to: Change): Promise<void> {
  await tx.update(claimClocks).set(to).where(and(eq(claimClocks.claimId, clock.claimId), eq(claimClocks.kind, clock.kind), eq(claimClocks.round, clock.round)));
}

function waited({ pausedAt, pausedSeconds }: ClockRow, now: Date): Change {
  return pausedAt ? { pausedAt: null, pausedSeconds: pausedSeconds + Math.max(0, Math.round((now.getTime() - pausedAt.getTime()) / 1000)) } : {};
}
