import type { PauseReason } from "@/db/values/wave-states";
import type { Wave } from "../types";
import type { PaceNow, PortalHealth, WaveSample } from "./types";

interface Limits {
  /** From here on a wave goes slower. */
  target: number;
  /** From here on it stops. */
  stop: number;
}

/** What the portal has to keep while a wave sends people to it. */
const portalLimits: Record<keyof PortalHealth, Limits> = {
  lookups: { target: 300, stop: 2_000 },
  codes: { target: 3, stop: 30 },
  enquiries: { target: 100, stop: 400 },
};

const SLOWER = 0.7;
const FASTER = 1.25;
/** A busy portal has to be this far below its target before a wave goes faster again, so that it does not flap. */
const RESTED = 0.8;
/** The slowest pace that is still going. */
const CRAWL = 1;

/** The figure of the portal that is nearest to or furthest beyond what it has to keep. */
function busiest(health: PortalHealth): { cause: keyof PortalHealth; figure: number; load: number; stopped: boolean; target: number } | null {
  const figures = (Object.keys(portalLimits) as (keyof PortalHealth)[]).flatMap((cause) => {
    const figure = health[cause];
    const { target, stop } = portalLimits[cause];
    return figure === null ? [] : [{ cause, figure: Math.round(figure * 10) / 10, load: figure / target, stopped: figure >= stop, target }];
  });
  return figures.sort((a, b) => Number(b.stopped) - Number(a.stopped) || b.load - a.load)[0] ?? null;
}

/**
 * Say how fast a wave goes next: by its own limit while the portal it points at is well, slower by steps while it is busy, not at all when it is overrun, and by steps
 * back to where it was once it has rested. `rate` is messages a second as measured.
 */
export function nextPace(now: PaceNow, own: number | null, health: PortalHealth | null, rate: number): Pick<PaceNow, "perSecond" | "why" | "detail"> {
  const free = { perSecond: own, why: own === null ? ("free" as const) : ("limit" as const), detail: {} };
  const busy = health ? busiest(health) : null;
  const held = now.why === "portal-slow" || now.why === "portal-stopped" || now.why === "portal-recovering";
  const before = (held ? now.detail.before : undefined) ?? Math.max(CRAWL, own ?? rate);
  if (busy) {
    const detail = { cause: busy.cause, figure: busy.figure, target: busy.target, before };
    if (busy.stopped) return { perSecond: 0, why: "portal-stopped", detail };
    if (busy.load > 1) return { perSecond: bounded(Math.max(CRAWL, (now.perSecond ?? before) * SLOWER), own), why: "portal-slow", detail };
    if (held && busy.load > RESTED) return { perSecond: bounded(Math.max(CRAWL, now.perSecond ?? before), own), why: now.why === "portal-stopped" ? "portal-recovering" : now.why, detail };
  }
  if (!held) return free;
  const faster = Math.max(CRAWL, now.perSecond ?? CRAWL) * FASTER;
  return faster >= before || (own !== null && faster >= own) ? free : { perSecond: faster, why: "portal-recovering", detail: { ...now.detail, before } };
}

function bounded(pace: number, own: number | null): number {
  return own === null ? pace : Math.min(pace, own);
}

/** Messages over which the share of what went wrong is taken, and how few are too few to judge. */
const JUDGED = 1_000;
const TOO_FEW = 100;

/** The sample that a share is counted from: the last one that lies a thousand judged messages back, or the first. `samples` are in the order of time. */
function judgedSince(samples: readonly WaveSample[]): WaveSample | null {
  const last = samples.at(-1);
  if (!last) return null;
  const judged = ({ accepted, rejected }: WaveSample) => accepted + rejected;
  return samples.findLast((sample) => judged(sample) <= judged(last) - JUDGED) ?? samples[0] ?? null;
}

/** Say why a wave has to stop by itself, or null: too large a share of the last thousand messages was refused, came back or was complained about. */
export function whyStop(samples: readonly WaveSample[], stop: Wave["schedule"]["stop"]): PauseReason | null {
  const last = samples.at(-1);
  const first = judgedSince(samples);
  if (!last || !first) return null;
  const accepted = last.accepted - first.accepted;
  const rejected = last.rejected - first.rejected;
  if (accepted + rejected < TOO_FEW) return null;
  const percent = (part: number, whole: number) => (part / Math.max(1, whole)) * 100;
  if (percent(rejected, accepted + rejected) >= stop.rejections) return "rejections";
  if (percent(last.bounced - first.bounced, accepted + rejected) >= stop.bounces) return "bounces";
  return percent(last.complained - first.complained, accepted + rejected) >= stop.complaints ? "complaints" : null;
}

/** What a ramp does at a moment: nothing yet, begin to hold, hold on, or go on. */
export function rampStep(now: Pick<PaceNow, "rampLeft" | "rampHeldAt">, ramp: Wave["schedule"]["ramp"], at: Date, healthy: boolean): "none" | "hold" | "holding" | "go-on" {
  if (now.rampLeft === null || now.rampLeft > 0 || !ramp) return "none";
  if (!now.rampHeldAt) return "hold";
  const over = at.getTime() - now.rampHeldAt.getTime() >= ramp.holdMinutes * 60_000;
  return ramp.goOn === "healthy" && over && healthy ? "go-on" : "holding";
}
