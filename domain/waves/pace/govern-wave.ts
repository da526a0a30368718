import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { recordAudit } from "../../audit/record-audit";
import { sendMailJob } from "../../correspondence/jobs";
import { countOpenEnquiries } from "../../enquiries/queries";
import { authorise, type Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { recentLookupLatency } from "../../lookups/lookup-latency";
import { countAgents } from "../../staff/queries";
import { mayRunWaves } from "../policy";
import { changeWave, getWaveForUpdate } from "../queries/read-wave";
import type { Wave } from "../types";
import type { PortalHealth } from "./types";
import { wakeGovernor, wakeWave } from "../wake-wave";
import { nextPace, rampStep, whyStop } from "./govern-rules";
import { readPace, writePace } from "./pace";
import { listSamples, takeSample } from "./samples";

/** How often a wave is looked at. */
const EVERY_SECONDS = 2;
/** Over how long its rate is taken. */
const RATE_MS = 20_000;
/** Open enquiries are counted up to here: so many stop any wave. */
const MOST_ENQUIRIES = 10_000;

/**
 * Look at a wave that is under way: write down where it stands, stop it when too much goes wrong, and set its pace by its limits, its ramp and how the portal feels that it
 * points at. Asks for itself again while the wave goes.
 */
export async function governWave(ctx: Context, waveId: string): Promise<void> {
  authorise(ctx, mayRunWaves);
  const portal = await portalHealth(ctx, waveId);
  const goesOn = await withTransaction(ctx, (tx) => govern(ctx, tx, waveId, portal));
  if (goesOn) await wakeGovernor(ctx.db, waveId, EVERY_SECONDS);
}

async function govern(ctx: Context, tx: Transaction, waveId: string, portal: PortalHealth): Promise<boolean> {
  const wave = await getWaveForUpdate(tx, waveId);
  if (wave.state !== "sending") return false;
  const now = await readPace(tx, waveId);
  if (!now) return false;
  const at = await takeSample(tx, waveId, now);
  const samples = await listSamples(tx, waveId, wave.judgedFrom ?? at);
  const stop = whyStop(samples, wave.schedule.stop);
  if (stop) {
    await changeWave(tx, waveId, { state: "paused", pausedReason: stop });
    await recordAudit(tx, ctx, { action: "wave.stop", object: { kind: "wave", id: waveId }, incidentId: wave.incidentId, details: { why: stop } });
    ctx.log.error({ waveId, why: stop }, "a wave stopped by itself");
    return false;
  }
  const last = samples.at(-1);
  const since = samples.find((sample) => at.getTime() - sample.at.getTime() <= RATE_MS);
  const rate = last && since && last.at > since.at ? (last.settled - since.settled) / ((last.at.getTime() - since.at.getTime()) / 1000) : 0;
  const next = nextPace(now, wave.pace.perSecond, wave.pace.followPortal ? portal : null, rate);
  const healthy = next.why === "free" || next.why === "limit";
  const ramp = rampStep(now, wave.schedule.ramp, at, healthy);
  await writePace(tx, waveId, ramp === "hold" || ramp === "holding" ? { ...next, why: "ramp-hold" } : next, ramp);
  const waits = now.perSecond === 0 || now.rampLeft === 0;
  const mayGo = next.perSecond !== 0 && (now.rampLeft !== 0 || ramp === "go-on");
  if (ramp === "go-on") await recordAudit(tx, ctx, { action: "wave.ramp-over", object: { kind: "wave", id: waveId }, incidentId: wave.incidentId });
  if (waits && mayGo) await wakeWave(tx, waveId);
  return true;
}

/** How the portal feels: answered lookups, mails to single people that wait, and enquiries that wait for a person. */
async function portalHealth(ctx: Context, waveId: string): Promise<PortalHealth> {
  const { rows } = await ctx.db.execute<{ incident_id: Wave["incidentId"]; waited: number | null }>(sql`
    select w.incident_id, (select extract(epoch from clock_timestamp() - min(j.run_at))::float8 from graphile_worker.jobs j where j.task_identifier = ${sendMailJob.name} and j.run_at <= clock_timestamp() and j.locked_at is null) as waited
    from waves w where w.id = ${waveId}`);
  const [row] = rows;
  const [lookups, agents] = await Promise.all([recentLookupLatency(ctx.db), countAgents(ctx.db)]);
  const open = row ? await countOpenEnquiries(ctx, row.incident_id, MOST_ENQUIRIES) : 0;
  return { lookups, codes: row?.waited ?? 0, enquiries: agents === 0 ? null : open / agents };
}
