import type { SuppressionReason, SuppressionScope } from "@/db/values/suppressions";

interface Suppression {
  scope: SuppressionScope;
  reason: SuppressionReason;
  since: Date;
}

/** What is known of one address that somebody typed. */
export interface SuppressionOfContact {
  /** The address, masked. */
  contact: string;
  suppressions: Suppression[];
}

export interface SuppressionCount {
  scope: SuppressionScope;
  reason: SuppressionReason;
  addresses: number;
}
