import { sql } from "drizzle-orm";
import type { AlarmLimits } from "@/content/alarms/limits";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { raiseAlarm } from "../raise-alarm";
import { sessionSince, type WatchedEvent } from "../read-stream";
import { kilometresBetween } from "../rules";
import type { PlaceFinder } from "../types";

/**
 * Look at each sign-in whether somebody could have travelled there since the one before. Of what the geo database says nothing is kept: distance and time alone stand in the alarm. A network whose place is not known is passed
 * over, so that a sign-in through one hides nothing.
 */
export async function watchTravel(tx: Executor, ctx: Context, events: readonly WatchedEvent[], { travel }: AlarmLimits, places: PlaceFinder): Promise<void> {
  for (const event of events) {
    const { network } = event.details;
    if (event.action !== "staff.sign-in" || event.objectId === null || typeof network !== "string") continue;
    const here = places.find(network);
    if (!here) continue;
    const before = await listSignInsBefore(tx, event.objectId, sessionSince(event));
    const last = before.map(({ seconds, network: from }) => ({ seconds, place: places.find(from) })).find(({ place }) => place !== null);
    if (!last?.place) continue;
    // Each may be anywhere within its radius.
    const kilometres = Math.max(0, kilometresBetween(here, last.place) - here.radius - last.place.radius);
    if (kilometres <= travel.kilometres || kilometres <= (travel.speed * last.seconds) / 3_600) continue;
    await raiseAlarm(tx, ctx, { kind: "travel", severity: "warning", object: { kind: "staff", id: event.objectId }, occurrence: event.id, details: { kilometres: Math.round(kilometres), minutes: Math.round(last.seconds / 60) } });
  }
}

interface SignIn extends Record<string, unknown> {
  network: string;
  /** Since then. */
  seconds: number;
}

/** Their sign-ins of the day before one, the newest first: within a day anybody gets anywhere at the speed of an aeroplane. */
async function listSignInsBefore(tx: Executor, staffId: string, since: string): Promise<SignIn[]> {
  const { rows } = await tx.execute<SignIn>(sql`
    select network, extract(epoch from ${since}::timestamptz - created_at)::float8 as seconds from staff_sessions
    where staff_id = ${staffId} and network is not null and created_at < ${since}::timestamptz and created_at > ${since}::timestamptz - interval '1 day' order by created_at desc limit 20`);
  return rows;
}
