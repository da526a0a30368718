import { sql } from "drizzle-orm";
import type { AlarmLimits } from "@/content/alarms/limits";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { installationIndex } from "../../keys/sealed";
import { raiseAlarm } from "../raise-alarm";
import type { WatchedEvent } from "../read-stream";
import { countInDetails } from "./count-in-details";

/** Look at the logins that asked for records in the database itself, each whether it was given more within ten minutes, or asked more often, than somebody who looks something up. A login may bear a person's name, and leaves the house as a keyed trace. */
export async function watchSqlReads(tx: Executor, ctx: Context, events: readonly WatchedEvent[], { "sql-reads": most }: AlarmLimits): Promise<void> {
  const logins = new Set(events.filter(({ action }) => action === "sql.read").map(({ actorId }) => actorId));
  for (const login of logins) {
    if (login === null) continue;
    const { rows: [row] } = await tx.execute<{ asked: number; rows: number; window: string }>(sql`
      select count(*)::int as asked, coalesce(sum(${countInDetails("rows")}), 0)::float8 as rows, date_bin('10 minutes', clock_timestamp(), 'epoch'::timestamptz)::text as "window"
      from audit_events where action = 'sql.read' and actor_id = ${login} and id >= (select uuidv7(interval '-10 minutes'))`);
    if (!row || (row.asked <= most.asked && row.rows <= most.rows)) continue;
    const trace = (await installationIndex(ctx.keys, `alarm|login|${login}`)).value.toString("hex").slice(0, 24);
    await raiseAlarm(tx, ctx, { kind: "sql-reads", severity: "critical", object: { kind: "database-login", id: trace }, occurrence: row.window, details: { login, seconds: 600, asked: row.asked, rows: row.rows } });
  }
}
