import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { seedNotices } from "@/db/seed/demo-notices";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { createWave } from "@/domain/waves/create-wave";
import { staffContext } from "@/test/contexts";

const RANGE = 500;

/**
 * A wave of so many people in the middle of its way, in ranges of 500 and partitions of its own: one in a hundred was refused for good, twenty are in doubt, and it has been sampled for three days.
 * Written as it would stand there, because sending a million messages takes longer than reading them.
 */
export async function fillWave(parts: ProcessParts, incidentId: string, people: number): Promise<string> {
  const { versionId } = await seedNotices(parts, { incidentId, author: randomUUID(), approver: randomUUID() });
  const { id } = await createWave(staffContext(parts, ["comms"]), { templateVersionId: versionId, audience: {}, channels: ["email", "sms"] });
  await parts.db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`select own_wave_partitions(${id})`);
    await tx.execute(sql`
      update waves set state = 'sending', own = true, found = ${people}, expected = ${people}, dataset_version = 1, read_version = 1, counted_version = 1, frozen_at = now() - interval '3 days', submitted_at = now(), submitted_by = created_by,
        approved_at = now(), approved_by = gen_random_uuid(), approval_hash = sha256('approved'), token_key_id = (select min(id) from data_keys), sender = '{"organisation": {"ko": "a", "en": "a"}, "contactDesk": {"ko": "a", "en": "a"}, "timeZone": "UTC"}' where id = ${id}`);
    const rows = sql`(select n, (n - 1) / ${RANGE} as range_no, case when n % 100 = 0 then 'rejected' when n % ${Math.floor(people / 20)} = 1 then 'in-doubt' when n % 2 = 0 then 'accepted' else 'pending' end as state from generate_series(1, ${people}) n) s`;
    await tx.execute(sql`
      insert into wave_recipients (wave_id, subject_id, range_no, channel, path_state, own)
      select ${id}, n, range_no, case state when 'rejected' then 'sms' else 'email' end, case state when 'rejected' then 'unreachable' when 'in-doubt' then 'in-doubt' when 'accepted' then 'reached' else 'open' end, true from ${rows}`);
    await tx.execute(sql`
      insert into deliveries (wave_id, range_no, subject_id, channel, state, attempt, relay_reply, settled_at, own)
      select ${id}, range_no, n, 'email', state, 1, '550 5.1.1 no such user', now(), true from ${rows}`);
    await tx.execute(sql`
      insert into wave_ranges (wave_id, range_no, channel, subject_from, subject_to, time_zone, next_due_at, people, path_open, path_reached, path_unreachable, path_in_doubt, entered, pending, accepted, rejected, in_doubt)
      select ${id}, range_no, channel, range_no * ${RANGE} + 1, (range_no + 1) * ${RANGE}, 'Asia/Seoul', now(), count(*) filter (where stands), count(*) filter (where stands and state = 'pending'), count(*) filter (where stands and state = 'accepted'),
        count(*) filter (where stands and state = 'rejected'), count(*) filter (where stands and state = 'in-doubt'), count(*) filter (where sent), count(*) filter (where sent and state = 'pending'), count(*) filter (where sent and state = 'accepted'),
        count(*) filter (where sent and state = 'rejected'), count(*) filter (where sent and state = 'in-doubt')
      from (select s.*, c.channel, (state = 'rejected') = (c.channel = 'sms') as stands, c.channel = 'email' as sent from ${rows} cross join (values ('email'), ('sms')) c(channel)) r group by range_no, channel`);
    await tx.execute(sql`insert into wave_paces (wave_id, per_second, why) values (${id}, 600, 'limit')`);
    await tx.execute(sql`
      insert into wave_samples (wave_id, at, entered, settled, accepted, rejected, bounced, complained, why)
      select ${id}, now() - interval '3 days' + n * interval '1 minute', ${people}, n * 100, n * 100, 0, 0, 0, 'limit' from generate_series(0, 4320) n`);
    await tx.execute(sql`
      insert into wave_tallies (wave_id, channel, domain, state, code, shard, messages, words)
      select ${id}, 'email', 'domain' || d, s, c || '.1.1', shard, 1, 'no such user' from generate_series(1, 40) d, unnest(array['accepted', 'rejected', 'deferred']) s, generate_series(1, 20) c, generate_series(0, 7) shard`);
  });
  await parts.db.execute(sql`analyze`);
  return id;
}
