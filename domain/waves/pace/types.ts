import { z } from "zod";
import type { PaceReason } from "@/db/values/wave-states";

const perSecond = z.coerce.number({ error: "number" }).min(0.01, "pace-too-low").max(100_000, "pace-too-high");
const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "time-of-day");

/** How a wave goes; part of what is approved, and the only part that may change under way. */
export const wavePace = z.object({
  /** Messages a second over all channels; null is as fast as it goes. */
  perSecond: perSecond.nullable().default(null),
  /** Messages a second to one mail provider. */
  domains: z.array(z.object({ domain: z.string().trim().toLowerCase().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "domain"), perSecond })).max(50, "too-long").default([]),
  /** Times of day, where each person lives, at which nobody is written to. */
  quiet: z.object({ from: hour, to: hour }).refine(({ from, to }) => from !== to, "quiet-empty").nullable().default(null),
  /** Whether the pace follows how the portal feels. */
  followPortal: z.boolean().default(true),
});
export type WavePace = z.infer<typeof wavePace>;

/** How fast a wave goes now, and why. */
export interface PaceNow {
  /** Messages a second; null is as fast as it goes. */
  perSecond: number | null;
  why: PaceReason;
  detail: PaceDetail;
  /** Messages left of the first part of its ramp; null when there is none or it is over. Since when it holds, once none are left. */
  rampLeft: number | null;
  rampHeldAt: Date | null;
}

/** Figures that the reason for a pace speaks of. */
export interface PaceDetail {
  /** What of the portal is busiest, its figure and the figure from which on a wave goes slower. */
  cause?: keyof PortalHealth;
  figure?: number;
  target?: number;
  /** The pace before the portal was busy, to which it comes back. */
  before?: number;
}

/** How the portal feels that a notice points at. Null where nothing is known, because nobody asked. */
export interface PortalHealth {
  /** 95th percentile of answering a lookup, in milliseconds, over the last half minute. */
  lookups: number | null;
  /** Seconds that the code or claim mail that has waited longest has waited for its turn. */
  codes: number | null;
  /** Open enquiries per person who answers them. */
  enquiries: number | null;
}

/** Where a wave stood at a moment. */
export interface WaveSample {
  at: Date;
  entered: number;
  settled: number;
  accepted: number;
  rejected: number;
  bounced: number;
  complained: number;
}
