import { sql } from "drizzle-orm";
import { whySendingIsLocked } from "../installation/why-sending-is-locked";
import { authorise, type Context } from "../kernel/context";
import { enqueue } from "../kernel/job";
import { makeLetterBatchJob } from "./jobs";
import { mayMakeLetters } from "./policy";
import { MOST_WAITING } from "./rules";

/** Ask for a batch of every wave that has letters to print, and room for another batch to wait. One job of a wave runs at a time. */
export async function findDueLetters(ctx: Context): Promise<void> {
  authorise(ctx, mayMakeLetters);
  if (await whySendingIsLocked(ctx)) return;
  const { rows } = await ctx.db.execute<{ wave_id: string }>(sql`
    select w.id as wave_id from waves w join incidents i on i.id = w.incident_id
    where w.state = 'sending' and 'letter' = any(w.channels) and i.published_version = w.read_version
      and (exists (select 1 from letter_batches b where b.wave_id = w.id and b.state = 'making')
        or (exists (select 1 from wave_ranges r where r.wave_id = w.id and r.channel = 'letter' and r.next_due_at is not null and r.pending > 0)
          and (select count(*) from letter_batches b where b.wave_id = w.id and b.state = 'waiting') < ${MOST_WAITING}))`);
  for (const { wave_id: waveId } of rows) await askForBatch(ctx, waveId);
}

/** Two runs of one wave would write the same batch: they stand in a queue of their own. */
export async function askForBatch(ctx: Context, waveId: string): Promise<void> {
  await enqueue(ctx.db, makeLetterBatchJob, { waveId }, { key: `${makeLetterBatchJob.name}:${waveId}`, queue: `letters:${waveId}` });
}
