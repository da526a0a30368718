import { and, desc, eq, lt, type SQL } from "drizzle-orm";
import { incidents } from "@/db/schema/incidents";
import { noticeTemplates, noticeTemplateVersions } from "@/db/schema/notices";
import { waves, waveWatches } from "@/db/schema/waves";
import { authorise, type Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import type { TemplateVersionId, WaveId } from "../../kernel/ids";
import { waveIdInput } from "../input";
import { mayReadWaves } from "../policy";
import type { WaveOverview, WaveSummary } from "../types";
import { toWave } from "./read-wave";
import { countWaves, noCounts } from "./wave-counts";

function waveRows(ctx: Context, where: SQL | undefined) {
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

/** Waves of a page. */
const PAGE = 50;

/** List an incident's waves with where their deliveries stand, newest first, a page at a time from before a wave on: ids grow with time, so a wave that is made meanwhile moves nothing. @throws {Forbidden} */
export async function listWaves(ctx: Context, incidentId: string, { before }: { before?: string | undefined } = {}): Promise<{ waves: WaveSummary[]; next: WaveId | null }> {
  authorise(ctx, mayReadWaves);
  const from = waveIdInput.safeParse({ waveId: before }).data?.waveId;
  const found = await waveRows(ctx, and(eq(waves.incidentId, incidentId), from === undefined ? undefined : lt(waves.id, from))).limit(PAGE + 1);
  const rows = found.slice(0, PAGE);
  const counts = await countWaves(ctx.db, rows.map(({ wave }) => wave.id));
  const page = rows.map(({ wave, name, kind, number }) => {
    const { deliveries, people, nextDueAt } = counts.get(wave.id) ?? noCounts();
    return { ...toWave(wave), template: { name, kind, number }, deliveries, people, nextDueAt };
  });
  return { waves: page, next: found.length > PAGE ? (page.at(-1)?.id ?? null) : null };
}

/** What tells a wave from the others. */
export interface NamedWave {
  id: WaveId;
  templateVersionId: TemplateVersionId;
  template: { name: string; number: number };
  createdAt: Date;
  frozenAt: Date | null;
}

/** List all waves of an incident by what they are called, newest first; nothing is counted. @throws {Forbidden} */
export async function listWaveNames(ctx: Context, incidentId: string): Promise<NamedWave[]> {
  authorise(ctx, mayReadWaves);
  const { id, templateVersionId, createdAt, frozenAt } = waves;
  const rows = await ctx.db
    .select({ id, templateVersionId, createdAt, frozenAt, name: noticeTemplates.name, number: noticeTemplateVersions.number })
    .from(waves)
    .innerJoin(noticeTemplateVersions, eq(noticeTemplateVersions.id, templateVersionId))
    .innerJoin(noticeTemplates, eq(noticeTemplates.id, noticeTemplateVersions.templateId))
    .where(eq(waves.incidentId, incidentId))
    .orderBy(desc(id));
  return rows.map(({ name, number, ...row }) => ({ ...row, id: row.id as WaveId, templateVersionId: row.templateVersionId as TemplateVersionId, template: { name, number } }));
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
