import { sql } from "drizzle-orm";
import type { LetterBatchState } from "@/db/values/letter-states";
import { authorise, type Context } from "../kernel/context";
import { mayReadWaves } from "../waves/policy";
import type { LetterBatch } from "./types";

/** The batches of a wave, newest first. @throws {Forbidden} */
export async function listLetterBatches(ctx: Context, waveId: string): Promise<LetterBatch[]> {
  authorise(ctx, mayReadWaves);
  const { rows } = await ctx.db.execute<{ id: string; number: number; state: LetterBatchState; letters: number; pages: number | null; outdated: boolean; handed_on: string | null; returned: number; created_at: string }>(sql`
    select b.id, b.number, b.state, b.letters, b.pages, b.read_version is distinct from i.published_version as outdated, b.handed_on::text, b.returned, b.created_at::text
    from letter_batches b join waves w on w.id = b.wave_id join incidents i on i.id = w.incident_id where b.wave_id = ${waveId} order by b.number desc limit 200`);
  return rows.map(({ handed_on: handedOn, created_at: createdAt, ...row }) => ({ ...row, handedOn, createdAt: new Date(createdAt) }));
}
