import { expect, it } from "vitest";
import { forecastTakeUp, type ForecastInput } from "./forecast";

const day = (n: number) => `2026-03-${String(n).padStart(2, "0")}`;
const base: ForecastInput = { opens: day(1), closes: day(31), today: day(11), days: [], eligible: 1_000, supposed: { claims: 300, costMinor: 3_000n } };
const ten = (from: number, to: number, claims: number) => Array.from({ length: to - from + 1 }, (_, i) => ({ day: day(from + i), claims, minor: BigInt(claims) * 50n }));

it.each<[what: string, input: Partial<ForecastInput>, expected: { claims: number; perDay: number; projectedClaims: number; projectedMinor: bigint }]>([
  ["nothing claimed", {}, { claims: 0, perDay: 0, projectedClaims: 0, projectedMinor: 0n }],
  ["ten a day", { days: ten(1, 10, 10) }, { claims: 100, perDay: 10, projectedClaims: 300, projectedMinor: 15_000n }],
  ["today counts as claimed and not as a full day", { days: [...ten(1, 10, 10), { day: day(11), claims: 3, minor: 150n }] }, { claims: 103, perDay: 10, projectedClaims: 303, projectedMinor: 15_150n }],
  ["the last full week alone says how it goes on", { days: [{ day: day(1), claims: 500, minor: 25_000n }, ...ten(4, 10, 1)] }, { claims: 507, perDay: 1, projectedClaims: 527, projectedMinor: 26_350n }],
  ["no more than could claim", { days: ten(1, 10, 90) }, { claims: 900, perDay: 90, projectedClaims: 1_000, projectedMinor: 50_000n }],
  ["more withdrawn than filed", { days: [...ten(1, 3, 10), ...ten(4, 10, -2)] }, { claims: 16, perDay: 0, projectedClaims: 16, projectedMinor: 800n }],
  ["the first day", { today: day(1), days: [{ day: day(1), claims: 40, minor: 2_000n }] }, { claims: 40, perDay: 0, projectedClaims: 40, projectedMinor: 2_000n }],
  ["not open yet", { today: "2026-02-20" }, { claims: 0, perDay: 0, projectedClaims: 0, projectedMinor: 0n }],
  ["closed", { today: "2026-05-01", days: ten(1, 31, 10) }, { claims: 310, perDay: 10, projectedClaims: 310, projectedMinor: 15_500n }],
])("projects %s", (_, input, expected) => {
  expect(forecastTakeUp({ ...base, ...input })).toMatchObject(expected);
});

it("draws what was, what may be and what was supposed", () => {
  const { points } = forecastTakeUp({ ...base, days: ten(1, 10, 10) });
  expect(points).toHaveLength(31);
  expect(points[0]).toEqual({ day: day(1), claims: 10, costMinor: 500n, projectedClaims: null, projectedMinor: null, supposedClaims: 0, supposedMinor: 0n });
  expect(points[10]).toEqual({ day: day(11), claims: 100, costMinor: 5_000n, projectedClaims: 100, projectedMinor: 5_000n, supposedClaims: 100, supposedMinor: 999n });
  expect(points.at(-1)).toEqual({ day: day(31), claims: null, costMinor: null, projectedClaims: 300, projectedMinor: 15_000n, supposedClaims: 300, supposedMinor: 3_000n });
});

it("draws a long programme in steps, today and the last day among them", () => {
  const { points } = forecastTakeUp({ ...base, closes: "2027-03-01", today: day(11) });
  expect(points.length).toBeLessThanOrEqual(62);
  expect(points.map((point) => point.day)).toContain(day(11));
  expect(points.at(-1)?.day).toBe("2027-03-01");
});
