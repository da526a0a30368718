import type { erasures } from "@/db/schema/erasures";
import type { ErasureGround, ErasureKind, ErasureState, Obstacle } from "@/db/values/erasures";

export type ErasureRow = typeof erasures.$inferSelect;

export interface Erasure {
  id: string;
  number: number | null;
  incidentId: string;
  kind: ErasureKind;
  subjectId: bigint | null;
  /** The keyed value of a contact, hex. */
  contact: string | null;
  state: ErasureState;
  ground: ErasureGround;
  reason: string | null;
  proposedBy: string;
  proposedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  doneAt: Date | null;
  /** How many of each kind went. */
  erased: Record<string, number>;
  obstacles: Obstacle[];
  /** The day on which the last backup that may hold it is gone; null where nobody said how long backups are kept. */
  backupsGone: Date | null;
  replayedAt: Date | null;
}

/** What erasing a person would take, and what stands against it, without anything personal. */
export interface ErasurePreview {
  obstacles: Obstacle[];
  contacts: number;
  /** Contacts that other people's records hold too: what came from those stays, because nobody can tell whose it was. */
  shared: number;
  claims: number;
  papers: number;
  payments: number;
  enquiries: number;
  waves: number;
}

/** The same for what hangs on a contact of which the data holds no record. */
export interface ContactPreview {
  obstacles: Obstacle[];
  enquiries: number;
  codes: number;
  proofs: number;
  steps: number;
}

/** Where the erasure list lies besides the database. */
export interface ErasureListPlace {
  /** Null where it is not there yet. */
  read(): Promise<string | null>;
  /** Whole, in the place of what was there. */
  write(text: string): Promise<void>;
}

/** What erasing needs besides the database. */
export interface ErasureKeeping {
  list: ErasureListPlace | null;
  /** For how many days backups are kept. */
  backupDays: number | null;
}

/** A paper whose bytes are to go as well. */
export interface PaperObjects {
  incidentId: string;
  id: string;
  objects: string[];
}
