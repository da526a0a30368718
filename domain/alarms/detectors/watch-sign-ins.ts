import { sql } from "drizzle-orm";
import type { AlarmLimits } from "@/content/alarms/limits";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { installationIndex } from "../../keys/sealed";
import { raiseAlarm } from "../raise-alarm";
import type { WatchedEvent } from "../read-stream";

/** Look at sign-ins that succeeded, for each whether its network is a new one of that person, and at those that failed, for each network whether many accounts are tried from it. */
export async function watchSignIns(tx: Executor, ctx: Context, events: readonly WatchedEvent[], limits: AlarmLimits): Promise<void> {
  const networks = new Set<string>();
  for (const event of events) {
    const { network } = event.details;
    if (typeof network === "string" && (event.action === "staff.refuse-sign-in" || event.action === "staff.sign-in")) networks.add(network);
    if (event.action === "staff.sign-in" && event.objectId !== null) await compareNetwork(tx, ctx, event, event.objectId, limits["new-network"]);
  }
  for (const network of networks) await countAccounts(tx, ctx, network, limits.spray);
}

interface Known extends Record<string, unknown> {
  network: string;
  known: number;
  seen: boolean;
}

/** The first sign-in of somebody is compared with nothing. */
async function compareNetwork(tx: Executor, ctx: Context, event: WatchedEvent, staffId: string, { days }: AlarmLimits["new-network"]): Promise<void> {
  const { rows: [row] } = await tx.execute<Known>(sql`
    with mine as (select network, created_at from staff_sessions where staff_id = ${staffId} and created_at <= ${event.at.toISOString()}::timestamptz + interval '1 second' order by created_at desc limit 1)
    select mine.network, count(distinct s.network)::int as known, coalesce(bool_or(s.network = mine.network), false) as seen
    from mine join staff_sessions s on s.staff_id = ${staffId} and s.created_at < mine.created_at and s.created_at > mine.created_at - make_interval(days => ${days}) and s.network is not null
    where mine.network is not null group by mine.network`);
  if (!row || row.seen) return;
  await raiseAlarm(tx, ctx, { kind: "new-network", severity: "warning", object: { kind: "staff", id: staffId }, occurrence: event.id, details: { network: row.network, known: row.known } });
}

interface Tried extends Record<string, unknown> {
  failed: number;
  accounts: number;
  entered: number;
  window: string;
}

/** Failures of one network in ten minutes, by how many accounts they were for. One for an address that nobody here has counts as an account of its own. */
async function countAccounts(tx: Executor, ctx: Context, network: string, { accounts: most }: AlarmLimits["spray"]): Promise<void> {
  const { rows: [row] } = await tx.execute<Tried>(sql`
    with recent as (
      select action, object_id, id from audit_events where action in ('staff.refuse-sign-in', 'staff.sign-in') and id >= (select uuidv7(interval '-10 minutes')) and details->>'network' = ${network}),
    failed as (select * from recent where action = 'staff.refuse-sign-in')
    select (select count(*)::int from failed) as failed,
      (select (count(distinct object_id) + count(*) filter (where object_id is null))::int from failed) as accounts,
      -- After a failure, and not before: colleagues who work there were in already.
      (select count(*)::int from recent r where r.action = 'staff.sign-in' and r.id > (select min(f.id::text)::uuid from failed f)) as entered,
      date_bin('10 minutes', clock_timestamp(), 'epoch'::timestamptz)::text as "window"`);
  if (!row || row.accounts < most) return;
  const trace = (await installationIndex(ctx.keys, `alarm|network|${network}`)).value.toString("hex").slice(0, 24);
  const { failed, accounts, entered } = row;
  await raiseAlarm(tx, ctx, { kind: "spray", severity: entered > 0 ? "critical" : "warning", object: { kind: "network", id: trace }, occurrence: row.window, details: { network, failed, accounts, entered } });
}
