import { z } from "zod";

const people = z.int().min(0);

/** How many people were told something incomplete or wrong: in all, and per class. Somebody may be counted under several classes. */
export const correctionCounts = z.object({
  leftOut: z.object({ people, byClass: z.record(z.string(), people) }),
  toldWrongly: z.object({ people, byClass: z.record(z.string(), people) }),
});
export type CorrectionCounts = z.infer<typeof correctionCounts>;
