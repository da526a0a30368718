import { sql } from "drizzle-orm";
import type { Executor } from "../kernel/transaction";

/** End released batches of which every payment is answered. */
export async function settleBatches(tx: Executor, batchIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update payment_batches b set state = 'settled', ended_at = clock_timestamp()
    where b.id = any(${sql.param([...batchIds])}::uuid[]) and b.state = 'released' and not exists (select from payments p where p.batch_id = b.id and p.state = 'released')`);
}
