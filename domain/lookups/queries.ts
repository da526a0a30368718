import { and, asc, eq, sql } from "drizzle-orm";
import { lookupHours } from "@/db/schema/lookups";
import { authorise, type Context } from "../kernel/context";
import { mayReadLookupCounts } from "./policy";

/** Codes asked for and contacts proven per hour since a moment, oldest first; hours in which nothing happened are absent. @throws {Forbidden} */
export async function countLookupsByHour(ctx: Context, incidentId: string, since: Date): Promise<{ hour: Date; requested: number; proven: number }[]> {
  authorise(ctx, mayReadLookupCounts);
  return ctx.db
    .select({ hour: lookupHours.hour, requested: sql<number>`sum(${lookupHours.requested})::int`, proven: sql<number>`sum(${lookupHours.proven})::int` })
    .from(lookupHours)
    .where(and(eq(lookupHours.incidentId, incidentId), sql`${lookupHours.hour} >= ${since.toISOString()}::timestamptz`))
    .groupBy(lookupHours.hour)
    .orderBy(asc(lookupHours.hour));
}
