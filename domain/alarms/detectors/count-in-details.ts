import { sql, type SQL } from "drizzle-orm";

/** A count that events say in their details. Whoever wrote them: what is no number says 0, and none makes another smaller or breaks the sum. */
export function countInDetails(name: string): SQL {
  return sql`(case when jsonb_typeof(details->${name}) = 'number' then least(greatest((details->>${name})::numeric, 0), 1e12) else 0 end)`;
}
