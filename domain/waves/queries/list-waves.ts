import { desc, eq, type SQL } from "drizzle-orm";
import { incidents } from "@/db/schema/incidents";
import { noticeTemplates, noticeTemplateVersions } from "@/db/schema/notices";
import { waves, waveWatches } from "@/db/schema/waves";
import { authorise, type Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import { waveIdInput } from "../input";
import { mayReadWaves } from "../policy";
import type { WaveOverview, WaveSummary } from "../types";
import { toWave } from "./read-wave";
import { countWaves, noCounts } from "./wave-counts";

function waveRows(ctx: Context, where: SQL) {
  return ctx.db
    .select({ wave: waves, name: noticeTemplates.name, kind: noticeTemplates.kind, number: noticeTemplateVersions.number, published: incidents.publishedVersion, broken: waveWatches.broken, stalled: waveWatches.stalled })
    .from(waves)
    .innerJoin(noticeTemplateVersions, eq(noticeTemplateVersions.id, waves.templateVersionId))
    .innerJoin(noticeTemplates, eq(noticeTemplates.id, noticeTemplateVersions.templateId))
    .innerJoin(incidents, eq(incidents.id, waves.incidentId))
    .leftJoin(waveWatches, eq(waveWatches.waveId, waves.id))
    .where(where)
    .orderBy(desc(waves.id));
}

/** List an incident's waves with where their deliveries stand, newest first. @throws {Forbidden} */
export async function listWaves(ctx: Context, incidentId: string): Promise<WaveSummary[]> {
  authorise(ctx, mayReadWaves);
  const rows = await waveRows(ctx, eq(waves.incidentId, incidentId));
  const counts = await countWaves(ctx.db, rows.map(({ wave }) => wave.id));
  return rows.map(({ wave, name, kind, number }) => {
    const { deliveries, people, nextDueAt } = counts.get(wave.id) ?? noCounts();
    return { ...toWave(wave), template: { name, kind, number }, deliveries, people, nextDueAt };
  });
}

/** Show one wave: what was approved by whom, where its people and deliveries stand, when it goes on. @throws {Forbidden} @throws {NotFound} */
export async function getWaveOverview(ctx: Context, waveId: string): Promise<WaveOverview> {
  authorise(ctx, mayReadWaves);
  // The id comes from an address that somebody may have typed.
  if (!waveIdInput.safeParse({ waveId }).success) throw new NotFound("wave");
  const [row] = await waveRows(ctx, eq(waves.id, waveId));
  if (!row) throw new NotFound("wave");
  const { wave, name, kind, number, published, broken, stalled } = row;
  const moving = wave.state === "sending" || wave.state === "paused";
  const counts = (await countWaves(ctx.db, [waveId])).get(waveId) ?? noCounts();
  return { ...toWave(wave), template: { name, kind, number }, publishedVersion: published, watch: { broken: moving && broken === true, stalled: moving && stalled === true }, ...counts };
}
