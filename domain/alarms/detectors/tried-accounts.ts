import { sql } from "drizzle-orm";
import { countInDetails } from "./count-in-details";

/** Refusals that an event tells of: its own, and those that were only counted before it. */
export const refusals = sql`1 + ${countInDetails("untold")}`;
/** Whom failures were for: each member of staff once, and each event of nobody's; what strangers show for passkeys names nobody, and counts as often as it came. */
export const triedAccounts = sql`count(distinct object_id) + coalesce(sum(case when object_id is not null then 0 when details->>'method' = 'passkey' then ${refusals} else 1 end), 0)`;
