import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { LEASE_SECONDS, type RangeLease } from "./lease-range";

/**
 * Take a lease of ours anew after a statement whose answer got lost, and say which deliveries of the range are being handed over now. The new number is the fence: the lost
 * statement, should it still arrive, changes nothing, so what is found here is what it did. False when the range is another's.
 */
export async function renewLease(ledger: Database, lease: RangeLease): Promise<ReadonlySet<string> | false> {
  const { waveId, rangeNo, channel, leaseNo } = lease;
  return ledger.transaction(async (tx) => {
    const { rows: held } = await tx.execute<{ lease_no: number }>(sql`
      update wave_ranges set lease_no = lease_no + 1, lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      where wave_id = ${waveId} and range_no = ${rangeNo} and channel = ${channel} and lease_no = ${leaseNo} returning lease_no`);
    if (!held[0]) return false;
    // Read after the range was waited for: what its row then lets through is committed.
    const { rows } = await tx.execute<{ subject_id: string }>(sql`
      select subject_id from deliveries where wave_id = ${waveId} and range_no = ${rangeNo} and channel = ${channel} and state = 'handing-over'`);
    return { leaseNo: held[0].lease_no, handingOver: new Set(rows.map((row) => row.subject_id)) };
  }).then((renewed) => {
    if (renewed === false) return false;
    lease.leaseNo = renewed.leaseNo;
    return renewed.handingOver;
  });
}
