import { sql } from "drizzle-orm";
import type { AlarmLimits } from "@/content/alarms/limits";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { raiseAlarm } from "../raise-alarm";
import { mostUsual } from "../rules";
import { listBusyNetworks, networkHistory } from "./busy-networks";

/** Share of codes that are entered, where there is no history to take it from. */
const USUALLY_ENTERED = 0.7;

/**
 * Look whether addresses are tried one after the other on the portal: by one network in ten minutes, known here by the keyed trace of its budget alone, and over a whole incident in an hour, where few of the codes asked
 * for are entered. People who were just written to come all at once and enter theirs.
 */
export async function watchLookups(tx: Executor, ctx: Context, { enumeration, history }: AlarmLimits): Promise<void> {
  for (const busy of await listBusyNetworks(tx, "network", enumeration.network.floor)) {
    const usual = mostUsual(await networkHistory(tx, busy, enumeration.network.days), enumeration.network.floor, history);
    if (busy.uses > usual) await raiseAlarm(tx, ctx, { kind: "enumeration", severity: "warning", object: { kind: "network", id: busy.trace.slice(0, 24) }, occurrence: busy.began, details: { seconds: 600, requested: busy.uses, usual } });
  }
  for (const { incidentId, hour, requested, proven } of await listBusyHours(tx, enumeration.incident.floor)) {
    const before = await hoursBefore(tx, incidentId, hour, history.days);
    const usual = mostUsual(before.map((row) => row.requested - row.proven), enumeration.incident.floor, history);
    const sum = (of: "requested" | "proven") => before.reduce((total, row) => total + row[of], 0);
    const entered = before.length < history.least ? USUALLY_ENTERED : sum("proven") / Math.max(1, sum("requested"));
    if (requested - proven <= usual || proven / requested >= entered / 2) continue;
    await raiseAlarm(tx, ctx, { kind: "enumeration", severity: "warning", object: { kind: "portal", id: incidentId }, incidentId, occurrence: hour, details: { seconds: 3_600, requested, proven, usual } });
  }
}

interface Hour extends Record<string, unknown> {
  incidentId: string;
  hour: string;
  requested: number;
  proven: number;
}

async function listBusyHours(tx: Executor, floor: number): Promise<Hour[]> {
  const { rows } = await tx.execute<Hour>(sql`
    select incident_id as "incidentId", hour::text as hour, sum(requested)::float8 as requested, sum(proven)::float8 as proven from lookup_hours
    where hour >= date_trunc('hour', statement_timestamp(), 'UTC') - interval '1 hour' group by 1, 2 having sum(requested) - sum(proven) > ${floor} order by 1, 2`);
  return rows;
}

async function hoursBefore(tx: Executor, incidentId: string, hour: string, days: number): Promise<Pick<Hour, "requested" | "proven">[]> {
  const { rows } = await tx.execute<Hour>(sql`
    select sum(requested)::float8 as requested, sum(proven)::float8 as proven from lookup_hours
    where incident_id = ${incidentId} and hour < ${hour}::timestamptz and hour > ${hour}::timestamptz - make_interval(days => ${days}) group by hour`);
  return rows;
}
