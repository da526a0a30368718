import type { Transaction } from "@/db/client";

export interface AuditEvent {
  id: string;
  at: Date;
  actorKind: string;
  actorId: string | null;
  action: string;
  objectKind: string;
  objectId: string | null;
  incidentId: string | null;
  reason: string | null;
  details: Record<string, unknown>;
  requestId: string;
}

/** An event as programs copy it: who did what to what, in the names and forms of the export. */
export type PulledEvent = Pick<AuditEvent, "id" | "actorKind" | "actorId" | "action" | "objectKind" | "objectId" | "incidentId" | "requestId"> & {
  seq: number;
  /** UTC, six digits of a second. */
  at: string;
};

/** A number of the log whose event somebody has taken out of it. */
export interface RemovedEvent {
  seq: number;
  removed: true;
}

/** An event with its place in the log; null where it has none yet. */
export interface ProvenAuditEvent extends AuditEvent {
  seq: number | null;
  /** SHA-256, hex. */
  leafHash: string | null;
  checkpoint: { size: number; at: Date } | null;
}

/**
 * By which a file with many people in it may leave, from `domain/exports`, which asked for a reason and for a second person. A verb that makes such a file takes one, refuses more people than were agreed to, and spends it in the
 * transaction that writes its event: so no way leads past the asking, and none takes a file out once more than it may be.
 */
export interface ExportTicket {
  id: string;
  /** For so many it was given. */
  people: number;
  reason: string;
  /** Who takes it out, when and what for, in one line. */
  mark: string;
  /** @throws {Conflict} export-gone */
  spend(tx: Transaction): Promise<void>;
  /** Rows in an order of this export's own, by which a file that was found is traced to it. */
  sort<Row>(rows: readonly Row[], identify: (row: Row) => string): Row[];
}
