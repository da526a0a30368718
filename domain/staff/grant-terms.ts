import { sql, type SQL } from "drizzle-orm";
import { loadAccessPeriods } from "@/content/access-review/periods";
import type { Role } from "@/db/values/roles";
import { Invalid } from "../kernel/errors";

const DAY_MS = 86_400_000;

/** When a role that is given or renewed now ends, by the database's clock: when somebody said, and otherwise when roles of its kind do. */
export function endOfGrant(role: Role, until: Date | undefined): SQL<Date> {
  return until ? sql`${until.toISOString()}::timestamptz` : sql`clock_timestamp() + make_interval(days => ${loadAccessPeriods().grants[role]})`;
}

/** Refuse an end that has passed, or that is later than roles of this kind last. @throws {Invalid} */
export function checkEnd(role: Role, until: Date | undefined, now: Date): void {
  if (!until) return;
  if (until <= now) throw new Invalid({ until: ["until-past"] });
  if (until.getTime() > now.getTime() + loadAccessPeriods().grants[role] * DAY_MS) throw new Invalid({ until: ["until-too-late"] });
}
