import { and, desc, eq, lt, ne, sql } from "drizzle-orm";
import { alarms, alarmTurns } from "@/db/schema/alarms";
import { authorise, type Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { requireUuid } from "../kernel/ids";
import { listAlarmReaders } from "../staff/queries";
import type { AlarmFilter } from "./input";
import { mayReadAlarms } from "./policy";
import type { Alarm } from "./types";

const PAGE = 50;
/** Open alarms are counted up to here. */
export const MOST_ALARMS = 99;

function toAlarm(row: typeof alarms.$inferSelect): Alarm {
  const { acknowledgedBy, acknowledgedAt, acknowledgedWords, closedBy, closedAt, closedWords, id, kind, severity, objectKind, objectId, incidentId, details, hits, firstAt, lastAt, state } = row;
  return {
    ...{ id, kind, severity, objectKind, objectId, incidentId, details, hits, firstAt, lastAt, state },
    acknowledged: acknowledgedBy && acknowledgedAt ? { by: acknowledgedBy, at: acknowledgedAt, words: acknowledgedWords } : null,
    closed: closedBy && closedAt ? { by: closedBy, at: closedAt, words: closedWords ?? "" } : null,
  };
}

/** Alarms that fit, the newest first, a page at a time; `next` continues with the older ones. @throws {Forbidden} */
export async function listAlarms(ctx: Context, filter: AlarmFilter): Promise<{ alarms: Alarm[]; next: string | null }> {
  authorise(ctx, mayReadAlarms);
  const { state, kind, severity, before } = filter;
  const rows = await ctx.db
    .select()
    .from(alarms)
    .where(and(state === "standing" ? ne(alarms.state, "closed") : eq(alarms.state, state), kind ? eq(alarms.kind, kind) : undefined, severity ? eq(alarms.severity, severity) : undefined, before ? lt(alarms.id, sql`${before}::uuid`) : undefined))
    .orderBy(desc(alarms.id))
    .limit(PAGE + 1);
  return { alarms: rows.slice(0, PAGE).map(toAlarm), next: rows.length > PAGE ? (rows[PAGE - 1]?.id ?? null) : null };
}

/** @throws {Forbidden} @throws {NotFound} */
export async function getAlarm(ctx: Context, alarmId: string): Promise<Alarm> {
  authorise(ctx, mayReadAlarms);
  const [row] = await ctx.db.select().from(alarms).where(eq(alarms.id, requireUuid(alarmId, "alarm")));
  if (!row) throw new NotFound("alarm");
  return toAlarm(row);
}

/** How many alarms nobody has taken on, counted up to one more than {@link MOST_ALARMS}, and whether one of them is critical. @throws {Forbidden} */
export async function countOpenAlarms(ctx: Context): Promise<{ open: number; critical: boolean }> {
  authorise(ctx, mayReadAlarms);
  const rows = await ctx.db.select({ severity: alarms.severity }).from(alarms).where(eq(alarms.state, "open")).limit(MOST_ALARMS + 1);
  return { open: rows.length, critical: rows.some(({ severity }) => severity === "critical") };
}

/** Whether somebody is there to whom alarms are security's business. @throws {Forbidden} */
export async function isGuarded(ctx: Context): Promise<boolean> {
  authorise(ctx, mayReadAlarms);
  return (await listAlarmReaders(ctx.db)).guarded;
}

/** When the detectors last finished a turn; null before the first. @throws {Forbidden} */
export async function readLastTurn(ctx: Context): Promise<{ at: Date | null; late: boolean }> {
  authorise(ctx, mayReadAlarms);
  const [row] = await ctx.db.select({ at: alarmTurns.at, late: sql<boolean>`coalesce(${alarmTurns.at} < clock_timestamp() - interval '1 minute', true)` }).from(alarmTurns);
  return row ?? { at: null, late: true };
}
