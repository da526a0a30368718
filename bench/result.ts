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
