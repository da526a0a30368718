import { sql } from "drizzle-orm";
import type { AlarmLimits } from "@/content/alarms/limits";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { raiseAlarm } from "../raise-alarm";
import { sessionSince, type WatchedEvent } from "../read-stream";
import { raiseSpray } from "./raise-spray";
import { refusals, triedAccounts } from "./tried-accounts";

/** Look at sign-ins that succeeded, for each whether its network is a new one of that person, at tokens that come from a new network, and at sign-ins that failed, whether many accounts are tried: from one network, and from all together, which finds who comes from a network of its own each time. */
export async function watchSignIns(tx: Executor, ctx: Context, events: readonly WatchedEvent[], limits: AlarmLimits): Promise<void> {
  const networks = new Set<string>();
  for (const event of events) {
    const { network } = event.details;
    if (typeof network === "string" && (event.action === "staff.refuse-sign-in" || event.action === "staff.sign-in")) networks.add(network);
    if (event.action === "staff.sign-in" && event.objectId !== null && typeof network === "string") await compareNetwork(tx, ctx, event, { staffId: event.objectId, network }, limits["new-network"]);
    if (event.action === "api-token.use-from") await compareTokenNetwork(tx, ctx, event);
  }
  for (const network of networks) await countAccounts(tx, ctx, network, limits.spray.network);
  if (events.some(({ action }) => action === "staff.refuse-sign-in")) await countEverywhere(tx, ctx, limits.spray.installation);
}

interface Known extends Record<string, unknown> {
  before: number;
  known: number;
  seen: boolean;
}

/**
 * The very first sign-in of somebody is compared with nothing; whoever has been away for longer than networks are remembered comes from a new one. Each is held against the sessions that began before its own, by when they began and not by
 * when the detectors came to it: of two sign-ins a moment apart, each would otherwise find its network known by the other.
 */
async function compareNetwork(tx: Executor, ctx: Context, event: WatchedEvent, { staffId, network }: { staffId: string; network: string }, { days }: AlarmLimits["new-network"]): Promise<void> {
  const since = sessionSince(event);
  const { rows: [row] } = await tx.execute<Known>(sql`
    select count(*)::int as before, (count(distinct network) filter (where recent))::int as known, coalesce(bool_or(network = ${network} and recent), false) as seen
    from (select network, created_at > ${since}::timestamptz - make_interval(days => ${days}) as recent from staff_sessions where staff_id = ${staffId} and created_at < ${since}::timestamptz) as earlier`);
  if (!row || row.before === 0 || row.seen) return;
  await raiseAlarm(tx, ctx, { kind: "new-network", severity: "warning", object: { kind: "staff", id: staffId }, occurrence: event.id, details: { network, known: row.known } });
}

/** A token is held against where it came from itself: its program runs elsewhere than its person works, so that where it comes from first is its own place. If that was a thief, its program is the one who comes from a new one. */
async function compareTokenNetwork(tx: Executor, ctx: Context, { id, actorKind, actorId, details: { network, known, key } }: WatchedEvent): Promise<void> {
  if (actorKind !== "staff" || actorId === null || known === 0) return;
  await raiseAlarm(tx, ctx, { kind: "new-network", severity: "warning", object: { kind: "staff", id: actorId }, occurrence: id, details: { network, known, key } });
}

interface Tried extends Record<string, unknown> {
  failed: number;
  accounts: number;
  entered: number;
  window: string;
}

/** Failures of one network in ten minutes, by how many accounts they were for. One for an address that nobody here has counts as an account of its own. */
async function countAccounts(tx: Executor, ctx: Context, network: string, { accounts: most }: AlarmLimits["spray"]["network"]): Promise<void> {
  const { rows: [row] } = await tx.execute<Tried>(sql`
    with recent as (
      select action, object_id, id, details from audit_events where action in ('staff.refuse-sign-in', 'staff.sign-in') and id >= (select uuidv7(interval '-10 minutes')) and details->>'network' = ${network}),
    failed as (select * from recent where action = 'staff.refuse-sign-in')
    select (select coalesce(sum(${refusals}), 0)::float8 from failed) as failed,
      (select (${triedAccounts})::float8 from failed) as accounts,
      -- After a failure, and not before: colleagues who work there were in already.
      (select count(*)::int from recent r where r.action = 'staff.sign-in' and r.id > (select min(f.id::text)::uuid from failed f)) as entered,
      date_bin('10 minutes', clock_timestamp(), 'epoch'::timestamptz)::text as "window"`);
  if (!row || row.accounts < most) return;
  const { failed, accounts, entered } = row;
  await raiseSpray(tx, ctx, network, { occurrence: row.window, details: { seconds: 600, failed, accounts, entered } });
}

interface TriedEverywhere extends Record<string, unknown> {
  failed: number;
  accounts: number;
  networks: number;
  hour: string;
}

/** Failures of all networks within an hour, by how many accounts they were for: fewer are enough where they come from many networks. From few, each of which may stay below its own limits, it takes more. Whoever mistyped and came in afterwards does not count. */
async function countEverywhere(tx: Executor, ctx: Context, { accounts: most, networks: apart, many }: AlarmLimits["spray"]["installation"]): Promise<void> {
  const { rows: [row] } = await tx.execute<TriedEverywhere>(sql`
    with recent as (
      select action, object_id, id, details, details->>'network' as network from audit_events where action in ('staff.refuse-sign-in', 'staff.sign-in') and id >= (select uuidv7(interval '-1 hour'))),
    failed as (select * from recent f where f.action = 'staff.refuse-sign-in' and not exists (select from recent r where r.action = 'staff.sign-in' and r.object_id = f.object_id and r.id > f.id))
    select coalesce(sum(${refusals}), 0)::float8 as failed, (${triedAccounts})::float8 as accounts, count(distinct network)::int as networks,
      date_trunc('hour', clock_timestamp(), 'UTC')::text as hour from failed`);
  if (!row || (row.accounts < many && (row.accounts < most || row.networks < apart))) return;
  const { failed, accounts, networks, hour } = row;
  await raiseAlarm(tx, ctx, { kind: "spray", severity: "warning", object: { kind: "console", id: "every" }, occurrence: hour, details: { seconds: 3_600, failed, accounts, networks } });
}
