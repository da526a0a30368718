import { sql } from "drizzle-orm";
import type { AlarmLimits } from "@/content/alarms/limits";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { installationIndex } from "../../keys/sealed";
import { raiseAlarm } from "../raise-alarm";
import type { WatchedEvent } from "../read-stream";
import { countInDetails } from "./count-in-details";

/** So many questions of a login are looked at, which is far more than the limits allow. */
const LOOKED_AT = 10_000;

interface Asked extends Record<string, unknown> {
  asked: number;
  rows: number;
  /** The same within the day up to now. */
  askedInDay: number;
  rowsInDay: number;
  window: string;
  day: string;
}

/**
 * Look at the logins that asked for records in the database itself, each whether it was given more, or asked more often, than somebody who looks something up: within ten minutes, and within a day, for who takes them slowly. A login may bear a
 * person's name, and leaves the house as a keyed trace.
 */
export async function watchSqlReads(tx: Executor, ctx: Context, events: readonly WatchedEvent[], { "sql-reads": most }: AlarmLimits): Promise<void> {
  const logins = new Set(events.filter(({ action }) => action === "sql.read").map(({ actorId }) => actorId));
  for (const login of logins) {
    const said = login === null ? null : await countAsked(tx, login);
    if (!login || !said) continue;
    const trace = (await installationIndex(ctx.keys, `alarm|login|${login}`)).value.toString("hex").slice(0, 24);
    const stretches = [
      { seconds: 86_400, asked: said.askedInDay, rows: said.rowsInDay, most: most.day, occurrence: said.day },
      { seconds: 600, asked: said.asked, rows: said.rows, most, occurrence: said.window },
    ];
    for (const { seconds, asked, rows, most: limit, occurrence } of stretches) {
      if (asked <= limit.asked && rows <= limit.rows) continue;
      await raiseAlarm(tx, ctx, { kind: "sql-reads", severity: "critical", object: { kind: "database-login", id: trace }, occurrence, details: { login, seconds, asked, rows } });
    }
  }
}

async function countAsked(tx: Executor, login: string): Promise<Asked | undefined> {
  const { rows: [row] } = await tx.execute<Asked>(sql`
    select (count(*) filter (where recent))::int as asked, (coalesce(sum(given) filter (where recent), 0))::float8 as rows, count(*)::int as "askedInDay", coalesce(sum(given), 0)::float8 as "rowsInDay",
      date_bin('10 minutes', clock_timestamp(), 'epoch'::timestamptz)::text as "window", to_char(clock_timestamp() at time zone 'utc', '"day" YYYY-MM-DD') as day
    from (select id >= (select uuidv7(interval '-10 minutes')) as recent, ${countInDetails("rows")} as given from audit_events
      where action = 'sql.read' and actor_id = ${login} and id >= (select uuidv7(interval '-1 day')) order by id desc limit ${LOOKED_AT}) as questions`);
  return row;
}
