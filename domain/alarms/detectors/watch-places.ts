import { sql } from "drizzle-orm";
import type { AlarmLimits } from "@/content/alarms/limits";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { raiseAlarm } from "../raise-alarm";

/**
 * Look whether a place outside, of those that the settings name now, has been without the newest checkpoint for so many minutes: what it does not have can be rewritten unseen. One that nobody has come to yet is known from
 * now on. Each time that it falls behind raises one alarm, and each day that it stays so: one that was closed comes back. A copy carries nothing outside.
 */
export async function watchPlaces(tx: Executor, ctx: Context, { "audit-gap": limits }: AlarmLimits, outside: readonly string[]): Promise<void> {
  const names = sql`unnest(${sql.param([...outside])}::text[])`;
  await tx.execute(sql`insert into audit_places (name, tried_at, failing) select n, clock_timestamp(), false from ${names} n on conflict (name) do nothing`);
  const { rows } = await tx.execute<{ name: string; taken: number; minutes: number }>(sql`
    select p.name, p.size::float8 as taken, floor(extract(epoch from clock_timestamp() - greatest(p.since, missed.at)) / 60)::int as minutes
    from ${names} n join audit_places p on p.name = n, lateral (select c.at from audit_checkpoints c where c.size > p.size order by c.size limit 1) missed
    where greatest(p.since, missed.at) < clock_timestamp() - make_interval(mins => ${limits.outside}) and exists (select from installation i where i.standing = 'confirmed')`);
  for (const { name, taken, minutes: behind } of rows) {
    await raiseAlarm(tx, ctx, { kind: "audit-gap", severity: "warning", object: { kind: "checkpoint-place", id: name }, occurrence: `behind ${taken}, day ${Math.floor(behind / 1_440)}`, details: { behind } });
  }
}
