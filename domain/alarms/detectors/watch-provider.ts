import { sql } from "drizzle-orm";
import type { AlarmLimits } from "@/content/alarms/limits";
import { scimContact } from "@/db/schema/staff";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { raiseAlarm } from "../raise-alarm";

/** Look whether the identity provider has been silent for longer than it should: nobody who leaves is taken out meanwhile. Each silence raises one alarm. One that never came is none yet. */
export async function watchProvider(tx: Executor, ctx: Context, { "provider-silent": { hours } }: AlarmLimits): Promise<void> {
  const [silent] = await tx.select({ since: scimContact.lastAt }).from(scimContact).where(sql`${scimContact.lastAt} < clock_timestamp() - make_interval(hours => ${hours})`);
  if (!silent) return;
  await raiseAlarm(tx, ctx, { kind: "provider-silent", severity: "critical", object: { kind: "provider", id: "scim" }, occurrence: silent.since.toISOString(), details: { hours } });
}
