import type { RetentionPeriod } from "@/content/retention/periods";
import type { legalHolds, retentionProposals } from "@/db/schema/retention";
import type { RetentionClass } from "@/db/values/retention";

export type LegalHold = typeof legalHolds.$inferSelect;
export type RetentionProposal = typeof retentionProposals.$inferSelect;

/** One class of an incident's records, as it stands. */
export interface RetentionClock extends Pick<RetentionPeriod, "unit" | "least" | "from" | "ground" | "notice"> {
  class: RetentionClass;
  /** In days or months, as `unit` says. */
  keep: number;
  /** The period that every incident has; another where two people decided so. */
  usual: number;
  /** When the next of it is erased; null while nothing waits, or while what starts the clock has not come. */
  nextDueAt: Date | null;
  /** When the worker last looked; null before it did. */
  lookedAt: Date | null;
  held: boolean;
  running: boolean;
  /** The last run that erased something; null before there was one. */
  last: { at: Date; erased: Record<string, number> } | null;
}
