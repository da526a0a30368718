import { loadClockRules } from "@/content/clocks/clocks";
import { clockKinds, type ClockKind } from "@/db/values/claim-clocks";

/** Kinds of clocks whose running out is ours to answer for, not the claimant's. */
export const ourKinds: ClockKind[] = clockKinds.filter((kind) => !loadClockRules()[kind].claimants);
