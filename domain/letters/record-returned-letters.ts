import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { enqueue } from "../kernel/job";
import { withTransaction } from "../kernel/transaction";
import { readWave } from "../waves/queries/read-wave";
import { recordReturnedLettersInput } from "./input";
import { tellReturnedLettersJob } from "./jobs";
import { mayRecordReturnedLetters } from "./policy";
import { readReturns } from "./rules";
import type { ReturnedLetters } from "./types";

/**
 * Write down which letters of a wave came back, once each; a job then tells the ledger, which counts their people as not reached. Lines that name no letter of this wave that
 * is with the post are given back, for whoever typed them. @throws {Forbidden} @throws {NotFound}
 */
export async function recordReturnedLetters(ctx: Context, raw: unknown): Promise<ReturnedLetters> {
  authorise(ctx, mayRecordReturnedLetters);
  const { waveId, handles } = parseInput(recordReturnedLettersInput, raw);
  const wave = await readWave(ctx.db, waveId);
  const { returns, unreadable } = readReturns(handles);
  return withTransaction(ctx, async (tx) => {
    const told = JSON.stringify(returns.map(({ handle, reason }) => ({ handle, reason })));
    const { rows } = await tx.execute<{ handle: string; fresh: boolean }>(sql`
      with told as (select * from jsonb_to_recordset(${told}::jsonb) as t(handle text, reason text)), sent as (
        select l.handle, l.batch_id, t.reason, l.returned_at is null as fresh from told t join letters l on l.handle = t.handle
        join letter_batches b on b.id = l.batch_id where b.wave_id = ${waveId} and b.state = 'handed-over' for update of l
      ), returned as (
        update letters l set returned_at = clock_timestamp(), returned_reason = s.reason from sent s where l.handle = s.handle and s.fresh returning l.batch_id
      ), counted as (
        update letter_batches b set returned = b.returned + c.n from (select batch_id, count(*)::int as n from returned group by batch_id) c where b.id = c.batch_id
      ) select handle, fresh from sent`);
    const recorded = rows.filter(({ fresh }) => fresh).length;
    const known = new Set(rows.map(({ handle }) => handle));
    const unknown = [...unreadable, ...returns.filter(({ handle }) => !known.has(handle)).map(({ line }) => line)].sort((a, b) => a - b);
    await recordAudit(tx, ctx, { action: "letters.return", object: { kind: "wave", id: waveId }, incidentId: wave.incidentId, details: { letters: recorded, unknown: unknown.length } });
    if (recorded > 0) await enqueue(tx, tellReturnedLettersJob, { waveId }, { key: `${tellReturnedLettersJob.name}:${waveId}` });
    return { recorded, repeated: rows.length - recorded, unknown };
  });
}
