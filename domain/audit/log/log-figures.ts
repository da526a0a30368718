import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

interface LogFigures extends Record<string, unknown> {
  unsealed: number;
  unsealedSeconds: number;
  checkpointSeconds: number;
  behind: number;
}

/** How far the log is sealed and carried outside, for those who watch the machines: counts and ages alone. */
export async function logFigures(db: Database): Promise<LogFigures> {
  const { rows } = await db.execute<LogFigures>(sql`
    with log as (select s.size, coalesce(c.size, 0) as sealed, c.at from audit_sequencer s left join (select size, at from audit_checkpoints order by size desc limit 1) c on true)
    select (size - sealed)::float8 as unsealed,
      -- Of what is still there: whoever removed the oldest would hide how long nothing was sealed.
      coalesce(extract(epoch from clock_timestamp() - (select e.at from audit_leaves l join audit_events e on e.id = l.event_id where l.seq >= sealed order by l.seq limit 1)), 0)::float8 as "unsealedSeconds",
      coalesce(extract(epoch from clock_timestamp() - at), 0)::float8 as "checkpointSeconds",
      (select count(*) from audit_places p where p.failing and p.size < sealed)::float8 as behind
    from log`);
  return rows[0] ?? { unsealed: 0, unsealedSeconds: 0, checkpointSeconds: 0, behind: 0 };
}
