import { describe, expect, it } from "vitest";
import { judgeBurst } from "./rules";

describe("judgeBurst", () => {
  it.each([
    // filed, all, share before
    [14, 14, 0, false],
    [15, 40, 0, true],
    [15, 60, 0, false],
    // A carrier with a third of the country, at any hour.
    [300, 1_000, 0.3, false],
    [12, 30, 0.3, false],
    // The first minutes of a programme, when nothing is usual yet.
    [900, 10_000, 0, false],
    [4_000, 10_000, 0, true],
  ])("%i of %i claims in ten minutes, usually a share of %f: %s", (filed, all, share, burst) => {
    expect(judgeBurst(filed, all, share).burst).toBe(burst);
  });
});
