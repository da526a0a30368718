import { sql } from "drizzle-orm";
import type { AlarmLimits } from "@/content/alarms/limits";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { raiseAlarm } from "../raise-alarm";
import type { WatchedEvent } from "../read-stream";
import { kilometresBetween } from "../rules";
import type { PlaceFinder } from "../types";

/**
 * Look at each sign-in whether somebody could have travelled there since the one before. Of what the geo database says nothing is kept: distance and time alone stand in the alarm. A network whose place is not known is passed
 * over, so that a sign-in through one hides nothing.
 */
export async function watchTravel(tx: Executor, ctx: Context, events: readonly WatchedEvent[], { travel }: AlarmLimits, places: PlaceFinder): Promise<void> {
  for (const event of events) {
    if (event.action !== "staff.sign-in" || event.objectId === null) continue;
    const [mine, ...before] = await listSignIns(tx, event, event.objectId);
    const here = mine && places.find(mine.network);
    if (!here) continue;
    const last = before.map((each) => ({ seconds: mine.at - each.at, place: places.find(each.network) })).find(({ place }) => place !== null);
    if (!last?.place) continue;
    // Each may be anywhere within its radius.
    const kilometres = Math.max(0, kilometresBetween(here, last.place) - here.radius - last.place.radius);
    if (kilometres <= travel.kilometres || kilometres <= (travel.speed * last.seconds) / 3_600) continue;
    await raiseAlarm(tx, ctx, { kind: "travel", severity: "warning", object: { kind: "staff", id: event.objectId }, occurrence: event.id, details: { kilometres: Math.round(kilometres), minutes: Math.round(last.seconds / 60) } });
  }
}

interface SignIn extends Record<string, unknown> {
  network: string;
  at: number;
}

/** Their newest sign-in by then and those of the day before it: within a day anybody gets anywhere at the speed of an aeroplane. */
async function listSignIns(tx: Executor, event: WatchedEvent, staffId: string): Promise<SignIn[]> {
  const { rows } = await tx.execute<SignIn>(sql`
    select network, extract(epoch from created_at)::float8 as at from staff_sessions
    where staff_id = ${staffId} and network is not null and created_at <= ${event.at.toISOString()}::timestamptz + interval '1 second' and created_at > ${event.at.toISOString()}::timestamptz - interval '1 day' order by created_at desc limit 20`);
  return rows;
}
