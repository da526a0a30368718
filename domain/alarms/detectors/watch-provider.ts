import { sql } from "drizzle-orm";
import type { AlarmLimits } from "@/content/alarms/limits";
import { keyRegister } from "@/db/schema/keys";
import { scimContact } from "@/db/schema/staff";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { raiseAlarm } from "../raise-alarm";

/**
 * Look whether the identity provider has been silent for longer than it should: nobody who leaves is taken out meanwhile. Each silence raises one alarm, and each further day of it: one that was closed comes back. That of one that never came began when its token was first held: whoever set it
 * believes that leavers are taken out.
 */
export async function watchProvider(tx: Executor, ctx: Context, { "provider-silent": { hours } }: AlarmLimits): Promise<void> {
  const { rows: [silent] } = await tx.execute<{ since: string; days: number }>(sql`
    select since, floor(extract(epoch from clock_timestamp() - since) / 86400)::int as days from (select coalesce((select last_at from ${scimContact}), (select min(created_at) from ${keyRegister} where kind = 'scim-token' and state in ('next', 'active'))) as since) as provider
    where since < clock_timestamp() - make_interval(hours => ${hours})`);
  if (!silent) return;
  await raiseAlarm(tx, ctx, { kind: "provider-silent", severity: "critical", object: { kind: "provider", id: "scim" }, occurrence: `${new Date(silent.since).toISOString()}, day ${silent.days}`, details: { hours } });
}
