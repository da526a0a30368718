import { sql } from "drizzle-orm";
import type { Obstacle } from "@/db/values/erasures";
import type { Executor } from "../../kernel/transaction";
import { unfinishedStates } from "../../waves/rules";

/** What stands against erasing a whole incident now: anybody who waits for a decision or for money, letters that are printed, a wave under way, and a public notice that has to stand. */
export async function findIncidentObstacles(tx: Executor, incidentId: string): Promise<Obstacle[]> {
  const { rows: [found] } = await tx.execute<Record<"claim" | "payment" | "letter" | "wave" | "posting", boolean>>(sql`
    select exists (select from claims where incident_id = ${incidentId} and state <> 'draft' and ended_at is null) as claim,
      exists (select from payments p join payment_batches b on b.id = p.batch_id where b.incident_id = ${incidentId} and p.state in ('draft', 'released')) as payment,
      exists (select from letter_batches b join waves w on w.id = b.wave_id where w.incident_id = ${incidentId} and b.state in ('making', 'waiting')) as letter,
      exists (select from waves where incident_id = ${incidentId} and state in (${sql.join(unfinishedStates.map((state) => sql`${state}`), sql`, `)})) as wave,
      exists (select from postings where incident_id = ${incidentId} and state in ('publishing', 'standing')) as posting`);
  const names = { claim: "claim-open", payment: "payment-open", letter: "letter-waiting", wave: "wave-open", posting: "posting-standing" } as const;
  return Object.entries(names).flatMap(([name, obstacle]) => (found?.[name as keyof typeof names] ? [obstacle] : []));
}
