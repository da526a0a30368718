import { sql } from "drizzle-orm";
import type { Executor } from "../../kernel/transaction";
import { LOGGED_COLUMNS, type LoggedEvent } from "./canonical";

export interface NumberedEvent extends LoggedEvent, Record<string, unknown> {
  seq: number;
}

/** The events of some numbers, in their order; `until` is not among them. The caller has passed a policy of its own. */
export async function readNumbered(db: Executor, from: number, until: number): Promise<NumberedEvent[]> {
  const { rows } = await db.execute<NumberedEvent>(sql`
    select l.seq::float8 as seq, ${LOGGED_COLUMNS} from audit_leaves l join audit_events e on e.id = l.event_id where l.seq >= ${from} and l.seq < ${until} order by l.seq`);
  return rows;
}
