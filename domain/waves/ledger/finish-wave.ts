import { sql } from "drizzle-orm";
import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";

/** How long a wave with several channels waits after its last movement, so that whoever bounces late is still moved on to the next channel. */
const BOUNCE_WAIT_HOURS = 24;

/**
 * End a sending wave in which nothing is open and nobody waits to be moved on to another channel. Called after the commit of whatever may have closed the last delivery: of two that close the last two at the
 * same time, the later then sees both.
 */
export async function finishWave(ctx: Context, waveId: string): Promise<boolean> {
  return withTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<{ incident_id: string }>(sql`
      update waves set state = 'finished', ended_at = clock_timestamp() where id = ${waveId} and state = 'sending'
        and not exists (select 1 from wave_ranges where wave_id = ${waveId} and (pending + handing_over + deferred + in_doubt + uncovered > 0 or (path_unreachable > 0 and channel <> waves.channels[cardinality(waves.channels)])))
        and (cardinality(channels) = 1 or not exists (select 1 from wave_samples where wave_id = ${waveId} and at > clock_timestamp() - make_interval(hours => ${BOUNCE_WAIT_HOURS})))
      returning incident_id`);
    const [finished] = rows;
    if (finished) await recordAudit(tx, ctx, { action: "wave.finish", object: { kind: "wave", id: waveId }, incidentId: finished.incident_id });
    return finished !== undefined;
  });
}
