import { sql } from "drizzle-orm";
import type { AlarmLimits } from "@/content/alarms/limits";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { raiseSpray } from "./raise-spray";
import { refusals, triedAccounts } from "./tried-accounts";

/** So many of the newest refusals of a day, and of its sign-ins, are looked at. Where there are more, the limits of ten minutes and of an hour have seen it. */
const LOOKED_AT = 10_000;
/** Networks that one turn tells of. */
const MOST = 50;

interface Tried extends Record<string, unknown> {
  network: string;
  failed: number;
  accounts: number;
  entered: number;
  day: string;
}

/**
 * Look from which networks sign-in failed within a day for many different accounts into which nobody came in from there afterwards: who tries a few every ten minutes is in no ten minutes too many. Colleagues in one office who mistype come in. It is for
 * twice a minute, because the refusals of a day are read for it.
 */
export async function watchSprayDays(tx: Executor, ctx: Context, { spray: { network: { day: most } } }: AlarmLimits): Promise<void> {
  const { rows } = await tx.execute<Tried>(sql`
    with tried as materialized (
      select id, object_id, details, details->>'network' as network from audit_events where action = 'staff.refuse-sign-in' and id >= (select uuidv7(interval '-1 day')) order by id desc limit ${LOOKED_AT}),
    came as materialized (
      select id, object_id, details->>'network' as network from audit_events where action = 'staff.sign-in' and id >= (select uuidv7(interval '-1 day')) order by id desc limit ${LOOKED_AT}),
    latest as (select object_id, network, max(id::text) as id from came group by 1, 2),
    failed as (
      select t.* from tried t left join latest l on l.object_id = t.object_id and l.network = t.network where t.network is not null and (l.id is null or l.id < t.id::text)),
    many as (
      select network, coalesce(sum(${refusals}), 0)::float8 as failed, (${triedAccounts})::float8 as accounts, min(id::text) as first, max(id::text) as newest
      from failed group by network having count(distinct object_id) >= ${most.members} or ${triedAccounts} >= ${most.accounts} order by 3 desc, 1 limit ${MOST})
    select network, failed, accounts, (select count(*)::int from came c where c.network = m.network and c.id::text > m.first) as entered, to_char(uuid_extract_timestamp(newest::uuid) at time zone 'utc', '"day" YYYY-MM-DD') as day from many m`);
  for (const { network, failed, accounts, entered, day } of rows) await raiseSpray(tx, ctx, network, { occurrence: day, details: { seconds: 86_400, failed, accounts, entered } });
}
