import { sql, type SQL } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { contactKindOf } from "../rules";
import type { Wave } from "../types";

/**
 * Put into the table `placed` of this transaction at which channel each of some people is written to: the first of the wave's channels, from `step` on, for which they have a contact point. One
 * message goes to each contact point: of the people who share one the lowest number carries the message, unless somebody of this wave carries one there already. Who has no
 * contact point stands at the last channel with no carrier; `dead` says that the message to their contact point has failed already. `people` selects `subject_id` and `time_zone` of people numbered between `from` and `to`.
 */
export async function placePeople(tx: Transaction, wave: Wave, version: number, { people, from, to, step }: { people: SQL; from: bigint; to: bigint; step: number }): Promise<void> {
  const last = wave.channels.at(-1);
  const ways = sql.join(wave.channels.map((channel, i) => sql`(${channel}, ${contactKindOf[channel]}, ${i}::int)`), sql`, `);
  const seen = (point: SQL) => sql`${point}.incident_id = ${wave.incidentId} and ${point}.from_version <= ${version} and ${point}.to_version > ${version}`;
  // A person with several contact points of a kind is written to at the one whose index is lowest; sending chooses the same one.
  await tx.execute(sql`
    create temp table placed on commit drop as
      with people as materialized (${people}), points as materialized (
        select distinct on (c.subject_id) c.subject_id, v.channel, c.contact_index
        from contact_points c join (values ${ways}) v(channel, kind, step) on v.kind = c.kind and v.step >= ${step}
        where ${seen(sql`c`)} and c.subject_id between ${from} and ${to}
        order by c.subject_id, v.step, c.contact_index)
      select p.subject_id, p.time_zone, coalesce(k.channel, ${last}) as channel, k.contact_index, min(p.subject_id) over (partition by k.channel, k.contact_index) as carrier, null::integer as carrier_range, false as dead
      from people p left join points k on k.subject_id = p.subject_id`);
  await tx.execute(sql`update placed set carrier = null where contact_index is null`);
  await tx.execute(sql`analyze placed`);
  // Somebody of an earlier part of the audience may carry the message there already; hardly anybody shares a contact point, so most end at the first probe. `offset 0` keeps the probes apart:
  // what the planner believes of a wave that is being written is always out of date, and read as a join this goes through the whole wave once for each person.
  await tx.execute(sql`
    update placed p set carrier = e.carrier, carrier_range = e.range_no, dead = e.dead
    from (select k.channel, k.contact_index, f.* from placed k cross join lateral (
      select d.subject_id as carrier, d.range_no, r.channel <> d.channel or r.path_state in ('unreachable', 'cancelled') as dead
      from (select c.subject_id, c.kind, c.contact_index from contact_points c where ${seen(sql`c`)} and c.contact_index = k.contact_index and c.subject_id <> k.subject_id offset 0) c
      cross join lateral (select r.range_no, r.channel, r.path_state from wave_recipients r where r.wave_id = ${wave.id} and r.own = ${wave.own} and r.subject_id = c.subject_id offset 0) r
      cross join lateral (select d.subject_id, d.range_no, d.channel from deliveries d
        where d.wave_id = ${wave.id} and d.own = ${wave.own} and d.range_no = r.range_no and d.subject_id = c.subject_id and d.channel = k.channel offset 0) d
      where c.contact_index = (select min(o.contact_index) from contact_points o where ${seen(sql`o`)} and o.subject_id = c.subject_id and o.kind = c.kind)
      limit 1) f where k.carrier = k.subject_id) e
    where p.channel = e.channel and p.contact_index = e.contact_index`);
}

/** Write the messages of the people in `placed` who carry one, and tell those who carry one already for whom else they speak. `rangeOf` gives the range of a row `f`. */
export async function enterDeliveries(tx: Transaction, wave: Wave, rangeOf: SQL): Promise<number> {
  await tx.execute(sql`
    update deliveries d set covers = coalesce(d.covers, '{}') || c.covers
    from (select channel, carrier, carrier_range, array_agg(subject_id order by subject_id) as covers from placed where carrier_range is not null and not dead group by channel, carrier, carrier_range) c
    where d.wave_id = ${wave.id} and d.range_no = c.carrier_range and d.subject_id = c.carrier and d.channel = c.channel`);
  const { rowCount } = await tx.execute(sql`
    insert into deliveries (wave_id, range_no, subject_id, channel, covers, own)
    select ${wave.id}, ${rangeOf}, f.subject_id, f.channel, c.covers, ${wave.own}
    from placed f left join (select channel, carrier, array_agg(subject_id order by subject_id) as covers from placed where carrier <> subject_id and carrier_range is null group by channel, carrier) c
      on c.carrier = f.subject_id and c.channel = f.channel
    where f.carrier = f.subject_id order by f.subject_id`);
  return rowCount ?? 0;
}
