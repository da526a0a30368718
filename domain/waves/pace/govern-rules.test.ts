import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PaceNow, PortalHealth, WaveSample } from "./types";
import { nextPace, rampStep, whyStop } from "./govern-rules";

const well: PortalHealth = { lookups: 40, codes: 0, enquiries: 2 };
const slow: PortalHealth = { ...well, lookups: 420 };
const overrun: PortalHealth = { ...well, codes: 45 };
const free: PaceNow = { perSecond: null, why: "free", detail: {}, rampLeft: null, rampHeldAt: null };
const go = (now: PaceNow, own: number | null, health: PortalHealth | null, rate = 400): PaceNow => ({ ...now, ...nextPace(now, own, health, rate) });

describe("the pace of a wave", () => {
  it("is its own while the portal is well, or while it does not follow the portal", () => {
    expect(go(free, null, well)).toEqual(free);
    expect(go(free, 600, well)).toMatchObject({ perSecond: 600, why: "limit" });
    expect(go(free, 600, null)).toMatchObject({ perSecond: 600, why: "limit" });
    expect(go(free, null, { lookups: null, codes: null, enquiries: null })).toEqual(free);
  });

  it("goes down while the portal is busy, says what is, and comes back by steps to where it was", () => {
    let now = go(free, null, slow);
    expect(now).toMatchObject({ perSecond: 280, why: "portal-slow", detail: { cause: "lookups", figure: 420, target: 300, before: 400 } });
    now = go(now, null, slow, 280);
    expect(now.perSecond).toBeCloseTo(196);
    // Just below the target it waits, so that it does not flap.
    expect(go(now, null, { ...well, lookups: 280 })).toMatchObject({ perSecond: now.perSecond, why: "portal-slow" });
    const paces: (number | null)[] = [];
    for (let i = 0; i < 10 && now.why !== "free"; i++) paces.push((now = go(now, null, well, 200)).perSecond);
    expect(paces).toEqual([245, 306.25, 382.8125, null]);
  });

  it("stops when the portal is overrun, and begins to crawl once it has rested", () => {
    let now = go(free, 600, overrun);
    expect(now).toMatchObject({ perSecond: 0, why: "portal-stopped", detail: { cause: "codes", figure: 45 } });
    now = go(now, 600, { ...well, codes: 2.8 }, 0);
    expect(now).toMatchObject({ perSecond: 1, why: "portal-recovering" });
    const seen = new Set<number | null>();
    while (now.why !== "limit") seen.add((now = go(now, 600, well, 0)).perSecond);
    expect(Math.max(...[...seen].map(Number))).toBe(600);
  });

  it("never exceeds its own limit and never dies below a crawl, whatever the portal does", () => {
    const health = fc.record({ lookups: fc.option(fc.integer({ min: 0, max: 5_000 })), codes: fc.option(fc.integer({ min: 0, max: 60 })), enquiries: fc.option(fc.integer({ min: 0, max: 900 })) });
    fc.assert(
      fc.property(fc.option(fc.integer({ min: 1, max: 5_000 })), fc.array(fc.tuple(health, fc.integer({ min: 0, max: 5_000 })), { maxLength: 60 }), (own, days) => {
        let now = go(free, own, well);
        for (const [portal, rate] of days) {
          now = go(now, own, portal, rate);
          if (own !== null) expect(now.perSecond).toBeLessThanOrEqual(own);
          if (now.perSecond !== null && now.why !== "portal-stopped") expect(now.perSecond).toBeGreaterThanOrEqual(Math.min(1, own ?? 1));
        }
        for (let i = 0; i < 60; i++) now = go(now, own, well, 0);
        expect(now).toMatchObject({ perSecond: own, why: own === null ? "free" : "limit" });
      }),
    );
  });
});

const sample = (accepted: number, rejected: number, more: Partial<WaveSample> = {}): WaveSample => ({ at: new Date(0), entered: 10_000, settled: accepted + rejected, accepted, rejected, bounced: 0, complained: 0, ...more });
const stop = { rejections: 10, bounces: 5, complaints: 0.3 };

describe("stop rules", () => {
  it("judge the last thousand messages, not the whole wave", () => {
    expect(whyStop([sample(0, 0), sample(5_000, 0), sample(5_890, 110)], stop)).toBe("rejections");
    expect(whyStop([sample(0, 0), sample(5_000, 0), sample(5_950, 50)], stop)).toBeNull();
    // What went wrong long ago was decided on then.
    expect(whyStop([sample(0, 0), sample(100, 900), sample(1_500, 900), sample(3_000, 900)], stop)).toBeNull();
    expect(whyStop([sample(2_000, 0), sample(3_000, 0, { bounced: 50 })], stop)).toBe("bounces");
    expect(whyStop([sample(2_000, 0), sample(3_000, 0, { complained: 3 })], stop)).toBe("complaints");
  });

  it("do not judge a handful", () => {
    expect(whyStop([], stop)).toBeNull();
    expect(whyStop([sample(0, 0), sample(10, 60)], stop)).toBeNull();
    expect(whyStop([sample(0, 0), sample(80, 20)], stop)).toBe("rejections");
  });
});

it("a ramp holds once its first part is out, and goes on by itself only when all is well and the time is over", () => {
  const at = new Date("2026-01-05T12:00:00Z");
  const ago = (minutes: number) => new Date(at.getTime() - minutes * 60_000);
  const ramp = { percent: 5, holdMinutes: 30, goOn: "healthy" as const };
  expect(rampStep({ rampLeft: 12, rampHeldAt: null }, ramp, at, true)).toBe("none");
  expect(rampStep({ rampLeft: null, rampHeldAt: null }, ramp, at, true)).toBe("none");
  expect(rampStep({ rampLeft: 0, rampHeldAt: null }, ramp, at, true)).toBe("hold");
  expect(rampStep({ rampLeft: 0, rampHeldAt: ago(29) }, ramp, at, true)).toBe("holding");
  expect(rampStep({ rampLeft: 0, rampHeldAt: ago(30) }, ramp, at, true)).toBe("go-on");
  expect(rampStep({ rampLeft: 0, rampHeldAt: ago(30) }, ramp, at, false)).toBe("holding");
  expect(rampStep({ rampLeft: 0, rampHeldAt: ago(600) }, { ...ramp, goOn: "person" }, at, true)).toBe("holding");
});
