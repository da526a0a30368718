/** What one bench measured. */
export interface Result {
  name: string;
  figure: number;
  unit: string;
  /** The same unit, measured in the same run by the plainest way to do the same thing; null where the figure stands alone. */
  baseline: number | null;
  /** How the figure compares with the baseline, so that it travels between machines. */
  ratio: number | null;
  /** What must hold, in words. */
  must: string;
  ok: boolean;
  note: string;
}

export interface BenchOptions {
  /** Smaller sizes, for every change; the full ones are for figures that are told. */
  quick: boolean;
}

export type Bench = (options: BenchOptions) => Promise<Result>;

/** The middle of some measurements, by a figure of theirs. @throws {Error} when there are none */
export function median<T>(values: readonly T[], of: (value: T) => number): T {
  const [middle] = values.toSorted((a, b) => of(a) - of(b)).slice(Math.floor(values.length / 2));
  if (middle === undefined) throw new Error("nothing was measured");
  return middle;
}
