import { sql } from "drizzle-orm";
import type { CanaryHitKind } from "@/db/values/canaries";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { raiseAlarm } from "../raise-alarm";

interface HitRow extends Record<string, unknown> {
  id: string;
  incident_id: string;
  subject_id: string;
  kind: CanaryHitKind;
  staff_id: string | null;
}

/** Take up what the planted records noticed. Each hit is one occurrence, each record one alarm. */
export async function watchCanaryHits(tx: Executor, ctx: Context): Promise<void> {
  const { rows } = await tx.execute<HitRow>(sql`select id, incident_id, subject_id::text, kind, staff_id from canary_hits where alarmed_at is null order by id limit 500 for update skip locked`);
  for (const { id, incident_id: incidentId, subject_id: subjectId, kind: how, staff_id: by } of rows) {
    await raiseAlarm(tx, ctx, { kind: "canary-record", severity: "critical", object: { kind: "canary", id: subjectId }, incidentId, occurrence: id, details: { how, by } });
    await tx.execute(sql`update canary_hits set alarmed_at = clock_timestamp() where id = ${id}`);
  }
}
