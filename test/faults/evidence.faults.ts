import { expect, it } from "vitest";
import { openInspector } from "@/channels/inspection/open-inspector";
import { inspectMutants } from "@/test/evidence/mutants";

it("2,000 damaged papers break nothing, let nothing through that was to be left out, and stay within 200 MB", { timeout: 3_600_000 }, async () => {
  const { judged, crossed, peakMegabytes } = await inspectMutants(2_000, openInspector);
  expect(judged).toBe(2_000);
  expect(crossed).toEqual([]);
  expect(peakMegabytes).toBeLessThan(200);
});
