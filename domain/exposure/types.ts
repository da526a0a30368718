import type { ImportField, ImportMode } from "@/db/values/import";

export interface ImportProgress {
  line: number;
  accepted: number;
  rejected: number;
  phase: "loading" | "merging" | "done";
}

export interface ImportResult {
  version: number;
  accepted: number;
  rejected: number;
  people: number;
  added: number;
  removed: number;
  changed: number;
}

/** A run over one file, as it stands when a process takes it up. */
export interface ImportRun {
  id: string;
  serial: number;
  incidentId: string;
  version: number;
  state: "loading" | "merging" | "done" | "failed";
  mapping: Record<string, ImportField>;
  /** Last line whose row is loaded or rejected. */
  lineDone: number;
  bytesTotal: number;
  mode: ImportMode;
}
