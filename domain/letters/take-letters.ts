import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { letterBatches, letters } from "@/db/schema/letters";
import type { Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { getWaveForUpdate } from "../waves/queries/read-wave";
import type { Wave } from "../waves/types";
import { BATCH_LETTERS, MOST_WAITING, newHandle } from "./rules";

export interface MakingBatch {
  id: string;
  number: number;
  readVersion: number;
  createdAt: Date;
}

/**
 * Take the next letters of a wave into a batch: from here on they are `handing-over`, and each has its handle. A batch that is being made already is given back as it
 * stands. Null when there is nothing to print, the wave stands still, or enough batches wait.
 */
export async function takeLetters(ctx: Context, waveId: string): Promise<MakingBatch | null> {
  return withTransaction(ctx, async (tx) => {
    const wave = await getWaveForUpdate(tx, waveId);
    if (wave.state !== "sending" || wave.readVersion === null) return null;
    const counts = await tx.execute<{ id: string | null; number: number; read_version: number; created_at: string; waiting: number; highest: number; published: number | null }>(sql`
      select (select id from letter_batches where wave_id = ${waveId} and state = 'making') as id,
        (select count(*)::int from letter_batches where wave_id = ${waveId} and state = 'waiting') as waiting,
        (select coalesce(max(number), 0) from letter_batches where wave_id = ${waveId}) as highest,
        (select published_version from incidents where id = ${wave.incidentId}) as published`);
    const [found] = counts.rows;
    if (found?.id) return toBatch(await tx.select().from(letterBatches).where(sql`${letterBatches.id} = ${found.id}`));
    if (!found || found.waiting >= MOST_WAITING || found.published !== wave.readVersion) return null;
    const taken = await markLetters(tx, wave);
    if (taken.length === 0) return null;
    const made = await tx.insert(letterBatches).values({ waveId, number: found.highest + 1, readVersion: wave.readVersion, letters: taken.length }).returning();
    const batch = toBatch(made);
    await tx.insert(letters).values(taken.map((row, i) => ({ batchId: batch.id, sequence: i + 1, rangeNo: row.range_no, subjectId: BigInt(row.subject_id), handle: newHandle() })));
    return batch;
  });
}

function toBatch([row]: (typeof letterBatches.$inferSelect)[]): MakingBatch {
  if (!row) throw new Error("the batch is gone");
  return row;
}

/** Ranges before rows, in their order, as everybody takes them. */
async function markLetters(tx: Transaction, { id }: Wave): Promise<{ range_no: number; subject_id: string }[]> {
  const held = await tx.execute<{ range_no: number; pending: number }>(sql`
    select range_no, pending from wave_ranges where wave_id = ${id} and channel = 'letter' and pending > 0 order by range_no limit ${BATCH_LETTERS} for update`);
  const ranges: number[] = [];
  let pending = 0;
  for (const row of held.rows) {
    if (pending >= BATCH_LETTERS) break;
    ranges.push(row.range_no);
    pending += row.pending;
  }
  if (ranges.length === 0) return [];
  const { rows } = await tx.execute<{ range_no: number; subject_id: string }>(sql`
    with next as materialized (
      select range_no, subject_id from deliveries
      where wave_id = ${id} and range_no in (${sql.join(ranges.map((range) => sql`${range}`), sql`, `)}) and channel = 'letter' and state = 'pending'
      order by range_no, subject_id limit ${BATCH_LETTERS}
    ), marked as (
      update deliveries d set state = 'handing-over', attempt = d.attempt + 1, relay_reply = null from next n
      where d.wave_id = ${id} and d.range_no = n.range_no and d.subject_id = n.subject_id and d.channel = 'letter' returning d.range_no, d.subject_id
    ), counted as (select range_no, count(*)::int as n from marked group by range_no), ranged as (
      update wave_ranges r set pending = r.pending - n, handing_over = r.handing_over + n, next_due_at = case when r.pending > n then r.next_due_at end
      from counted c where r.wave_id = ${id} and r.range_no = c.range_no and r.channel = 'letter'
    ) select range_no, subject_id from marked order by range_no, subject_id`);
  return rows;
}
