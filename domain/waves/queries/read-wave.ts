import { eq, type SQL } from "drizzle-orm";
import { waves } from "@/db/schema/waves";
import { audience } from "../../audiences/types";
import { NotFound } from "../../kernel/errors";
import { requireUuid, type IncidentId, type TemplateVersionId, type WaveId } from "../../kernel/ids";
import type { Executor } from "../../kernel/transaction";
import { waveSchedule, waveSender, type Wave } from "../types";
import { wavePace } from "../pace/types";

export type WaveRow = typeof waves.$inferSelect;

export function toWave(row: WaveRow): Wave {
  return {
    ...row,
    id: row.id as WaveId,
    incidentId: row.incidentId as IncidentId,
    templateVersionId: row.templateVersionId as TemplateVersionId,
    audience: audience.parse(row.audience),
    schedule: waveSchedule.parse(row.schedule),
    pace: wavePace.parse(row.pace),
    sender: row.sender === null ? null : waveSender.parse(row.sender),
    approvalHash: row.approvalHash?.toString("hex") ?? null,
  };
}

/** @throws {NotFound} */
export async function readWave(db: Executor, waveId: string): Promise<Wave> {
  const [row] = await db.select().from(waves).where(eq(waves.id, requireUuid(waveId, "wave")));
  if (!row) throw new NotFound("wave");
  return toWave(row);
}

/** Read a wave and hold its row to the end of the transaction. Taken before any range of it. @throws {NotFound} */
export async function getWaveForUpdate(tx: Executor, waveId: string): Promise<Wave> {
  const [row] = await tx.select().from(waves).where(eq(waves.id, waveId)).for("update");
  if (!row) throw new NotFound("wave");
  return toWave(row);
}

/** Change a wave's row. The caller holds it. */
export async function changeWave(tx: Executor, waveId: string, changes: { [K in keyof typeof waves.$inferInsert]?: (typeof waves.$inferInsert)[K] | SQL }): Promise<Wave> {
  const [row] = await tx.update(waves).set(changes).where(eq(waves.id, waveId)).returning();
  if (!row) throw new NotFound("wave");
  return toWave(row);
}
