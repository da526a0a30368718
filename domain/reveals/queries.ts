import { and, eq, sql, type SQL } from "drizzle-orm";
import { loadAlarmLimits } from "@/content/alarms/limits";
import { revealDays, revealRequests } from "@/db/schema/reveals";
import { authorise, may, requireStaffActor, type Context } from "../kernel/context";
import { mayReadRequests, mayReadReveals } from "./policy";
import { readBudget } from "./read-budget";
import { dayOfBudget } from "./rules";
import type { RevealBudget, RevealRequest } from "./types";

/** How much of the actor's own budget of today is used. */
export async function getOwnBudget(ctx: Context): Promise<RevealBudget> {
  return readBudget(ctx.db, ctx, requireStaffActor(ctx).staffId);
}

/** The actor's own requests of today, the oldest first. @throws {Forbidden} */
export async function listOwnRequests(ctx: Context): Promise<RevealRequest[]> {
  authorise(ctx, mayReadReveals);
  return list(ctx, eq(revealRequests.staffId, requireStaffActor(ctx).staffId));
}

/** Everybody's requests of today, the oldest first, for whoever decides them. @throws {Forbidden} */
export async function listRequests(ctx: Context): Promise<RevealRequest[]> {
  authorise(ctx, mayReadRequests);
  return list(ctx);
}

/** How many requests of others wait for the actor; none for whoever decides nothing. */
export async function countWaitingRequests(ctx: Context): Promise<number> {
  const { staffId } = requireStaffActor(ctx);
  if (!may(ctx.actor, mayReadRequests)) return 0;
  return ctx.db.$count(revealRequests, and(eq(revealRequests.day, today(ctx)), eq(revealRequests.state, "asked"), sql`${revealRequests.staffId} <> ${staffId}`));
}

function today({ clock }: Pick<Context, "clock">): string {
  return dayOfBudget(clock.now(), loadAlarmLimits().reveals.zone);
}

function list(ctx: Context, whose?: SQL): Promise<RevealRequest[]> {
  const { id, staffId, people, reason, state, askedAt, decidedBy, decidedAt, declinedFor } = revealRequests;
  return ctx.db
    .select({ id, staffId, people, reason, state, askedAt, decidedBy, decidedAt, declinedFor, used: sql<number>`coalesce(${revealDays.used}, 0)` })
    .from(revealRequests)
    .leftJoin(revealDays, and(eq(revealDays.staffId, staffId), eq(revealDays.day, revealRequests.day)))
    .where(and(eq(revealRequests.day, today(ctx)), whose))
    .orderBy(id);
}
