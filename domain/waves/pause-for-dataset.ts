import { and, eq, inArray, sql } from "drizzle-orm";
import { waves } from "@/db/schema/waves";
import type { Transaction } from "@/db/client";
import { publishedVersionOf } from "../audiences/queries";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { mayRunWaves } from "./policy";
import { changeWave, toWave } from "./queries/read-wave";
import { unfinishedStates } from "./rules";
import type { Wave } from "./types";
import { wakeWave } from "./wake-wave";

/**
 * Pause every unfinished wave of an incident whose published dataset is another one now, and count of whom it says something else. A wave in review goes back to
 * draft, because what was counted for it is no longer so. Sending itself has stopped with the commit of the publication: each batch compares the versions.
 */
export async function pauseForDataset(ctx: Context, incidentId: string): Promise<void> {
  authorise(ctx, mayRunWaves);
  await withTransaction(ctx, async (tx) => {
    const published = await publishedVersionOf(tx, incidentId);
    const rows = await tx.select().from(waves).where(and(eq(waves.incidentId, incidentId), inArray(waves.state, ["in-review", ...unfinishedStates]))).for("update");
    for (const wave of rows.map(toWave)) {
      if ((wave.readVersion ?? wave.countedVersion) === published) {
        // Published and taken back before this ran: workers have let go of it and nobody else would wake them.
        if (wave.state === "sending") await wakeWave(tx, wave.id);
        continue;
      }
      if (wave.pausedReason === "count-differs" || wave.pausedReason === "approver-left") continue;
      if (wave.state === "in-review") await changeWave(tx, wave.id, { state: "draft" });
      else await changeWave(tx, wave.id, { state: "paused", pausedReason: "dataset-changed", affected: await countAffected(tx, wave, published) });
      await recordAudit(tx, ctx, { action: "wave.dataset-changed", object: { kind: "wave", id: wave.id }, incidentId, details: { from: wave.state, datasetVersion: published } });
    }
  });
}

/** Of the frozen audience, the people of whom the two versions say different things. Null before freezing. */
async function countAffected(tx: Transaction, wave: Wave, published: number | null): Promise<number | null> {
  if (wave.readVersion === null) return null;
  const side = (version: number) => sql`(select subject_id, content_mac from subjects where incident_id = ${wave.incidentId} and from_version <= ${version} and to_version > ${version})`;
  const { rows } = await tx.execute<{ people: string }>(sql`
    select count(*) as people from wave_recipients r
    left join ${side(wave.readVersion)} a on a.subject_id = r.subject_id left join ${side(published ?? 0)} b on b.subject_id = r.subject_id
    where r.wave_id = ${wave.id} and a.content_mac is distinct from b.content_mac`);
  return Number(rows[0]?.people ?? 0);
}
