import { statutoryKinds } from "@/db/values/notice-kinds";
import { authorise, type Context } from "../../kernel/context";
import { forecast, keeps, neededRate, recentRate, type Forecast } from "../pace/forecast";
import { mayReadWaves } from "../policy";
import { unfinishedStates } from "../rules";
import type { WaveOverview } from "../types";
import { getWavePace, type WavePaceNow } from "./get-wave-pace";
import { listPoints, type WavePoint } from "./list-points";
import { typicalRate } from "./typical-rate";

/** A moment by which a wave should be through, and whether it will be. */
export interface Deadline {
  at: Date;
  keeps: "yes" | "no" | "unknown";
  /** Messages a second that it takes from now on; null when it has passed. */
  needs: number | null;
}

export interface WaveOutlook {
  /** Null before it is frozen. */
  pace: WavePaceNow | null;
  /** Over its life, for a chart. */
  points: WavePoint[];
  /** Messages a second of late; null when nothing moves. */
  rate: number | null;
  forecast: Forecast;
  /** Whether it stands still until a person does something, so that the forecast is one for going on now. */
  stands: boolean;
  endBy: Deadline | null;
  /** The end of the 72 hours, for a notice that the law asks for. */
  lawLine: Deadline | null;
}

/** After so long without a sample a wave does not move. */
const STILL_MS = 30_000;

/** Say how a wave moves, when it will be through and which deadlines that keeps. Reads counters and samples. @throws {Forbidden} */
export async function getOutlook(ctx: Context, wave: WaveOverview, { noticeDue, timeZone }: { noticeDue: Date | null; timeZone: string }): Promise<WaveOutlook> {
  authorise(ctx, mayReadWaves);
  const now = ctx.clock.now();
  const [pace, { life, recent }] = wave.frozenAt ? await Promise.all([getWavePace(ctx, wave.id), listPoints(ctx, wave.id)]) : [null, { life: [], recent: [] }];
  const measured = recentRate(recent);
  const still = (recent.at(-1)?.at.getTime() ?? 0) < now.getTime() - STILL_MS;
  const open = unfinishedStates.includes(wave.state) || wave.state === "draft" || wave.state === "in-review";
  const left = leftToSend(wave);
  const foreseen = open && left !== null ? foresee(wave, pace, { now, left, rate: measured ?? (await typicalRate(ctx)), timeZone }) : { doneAt: wave.state === "finished" ? wave.endedAt : null, rate: null };
  const starts = wave.scheduledAt && wave.scheduledAt > now ? wave.scheduledAt : now;
  const deadline = (at: Date | null): Deadline | null => at && wave.state !== "cancelled" ? { at, keeps: keeps(at, foreseen.doneAt, now) ?? "unknown", needs: open && left !== null ? neededRate(left, starts, at) : null } : null;
  return {
    pace,
    points: life,
    rate: wave.state === "sending" && !still ? measured : null,
    forecast: foreseen,
    stands: wave.state === "paused" || (pace?.ramp?.left === 0 && wave.schedule.ramp?.goOn === "person"),
    endBy: deadline(wave.schedule.endBy === null ? null : new Date(wave.schedule.endBy)),
    lawLine: deadline(statutoryKinds.includes(wave.template.kind) ? noticeDue : null),
  };
}

/** Messages to come of the channels that go at a pace; letters go in batches. Before the audience is taken as many as people were counted; null when none were. */
function leftToSend({ frozenAt, expected, byChannel }: WaveOverview): number | null {
  if (!frozenAt) return expected;
  return byChannel.filter(({ channel }) => channel !== "letter").reduce((sum, { deliveries }) => sum + deliveries.pending + deliveries["handing-over"] + deliveries.deferred, 0);
}

function foresee(wave: WaveOverview, pace: WavePaceNow | null, { now, left, rate, timeZone }: { now: Date; left: number; rate: number | null; timeZone: string }): Forecast {
  const planned = wave.schedule.ramp;
  const first = pace?.ramp ?? (planned && !wave.frozenAt ? { left: Math.ceil((left * planned.percent) / 100), heldSince: null } : null);
  const ramp = planned && first ? { ...first, holdMinutes: planned.holdMinutes } : null;
  const foreseen = forecast({ now, starts: wave.frozenAt ? null : wave.scheduledAt, left, rate, pace: wave.pace, ramp, timeZone: wave.schedule.timeZone ?? timeZone });
  // What was put off comes when it is due, however fast the rest goes.
  return wave.frozenAt && foreseen.doneAt && wave.nextDueAt && wave.nextDueAt > foreseen.doneAt ? { ...foreseen, doneAt: wave.nextDueAt } : foreseen;
}
