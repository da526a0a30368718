import type { CanaryHitKind } from "@/db/values/canaries";

export interface Canary {
  subjectId: string;
  state: "proposed" | "planted" | "lifted";
  /** Its address, masked. */
  contact: string;
  proposedBy: string;
  plantedBy: string | null;
  createdAt: Date;
  plantedAt: Date | null;
}

export interface CanaryHit {
  id: string;
  subjectId: string;
  kind: CanaryHitKind;
  /** Who of the staff it was; null for whoever came to the portal. */
  staffId: string | null;
  at: Date;
  seenBy: string | null;
}
