import { sql } from "drizzle-orm";
import type { Executor } from "../kernel/transaction";

const lockOf = (incidentId: string) => sql`hashtextextended(${`legal hold|${incidentId}`}, 0)`;

/** Until the end of the transaction nobody places a hold on this incident: what is found not to be held is erased before one is. Those who erase do not wait for each other. */
export async function keepHoldsOut(tx: Executor, incidentId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${lockOf(incidentId)})`);
}

/** Wait for whoever is erasing something of this incident, and keep them out until the end of the transaction. */
export async function keepErasingOut(tx: Executor, incidentId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${lockOf(incidentId)})`);
}

/** Whether a hold stands on anything of this incident. */
export async function hasHold(tx: Executor, incidentId: string): Promise<boolean> {
  const { rows } = await tx.execute(sql`select from legal_holds where incident_id = ${incidentId} and lifted_at is null limit 1`);
  return rows.length > 0;
}
