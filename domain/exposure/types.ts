import type { DatasetState } from "@/db/schema/exposure";
import type { ImportField, ImportMode, RowDefect } from "@/db/values/import";

export interface ImportProgress {
  line: number;
  accepted: number;
  rejected: number;
  /** Bytes of the file that have been read, of `bytesTotal`. */
  bytes: number;
  bytesTotal: number;
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
  accepted: number;
  rejected: number;
  bytesTotal: number;
  mode: ImportMode;
}

/** One defect of one row, as it is told to people. */
export interface Reject {
  line: number;
  /** The column's header in the file; null for the whole row. */
  column: string | null;
  code: RowDefect;
  /** Masked: enough to find the cell, too little to know the person. */
  preview: string;
}

/** A version of an incident's dataset in a list. */
export interface DatasetSummary {
  version: number;
  state: DatasetState;
  /** Whether this is the version that everybody sees. */
  current: boolean;
  mode: ImportMode;
  asOf: Date;
  people: number;
  added: number;
  removed: number;
  changed: number;
  /** The version that the difference is counted against; null for an empty state. */
  baseVersion: number | null;
  removalConfirmed: boolean;
  /** Whether both people must type how many it removes. */
  typedRemoval: boolean;
  /** Null when the operator imported it at the command line. */
  importedBy: string | null;
  /** The access of whoever imported it has ended since. */
  importerLeft: boolean;
  publishedBy: string | null;
  createdAt: Date;
  publishedAt: Date | null;
  withdrawnAt: Date | null;
}

export interface ImportStatus {
  importId: string;
  state: "loading" | "merging" | "done" | "failed";
  fileName: string;
  accepted: number;
  rejected: number;
  bytesDone: number;
  bytesTotal: number;
  /** Key of `errors` that says why the file was refused. */
  error: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

export interface DatasetDetail extends DatasetSummary {
  import: ImportStatus | null;
  /** Defects of its file by kind, the most frequent first. */
  defects: { code: RowDefect; rows: number }[];
}

export interface DatasetDifference {
  baseVersion: number | null;
  people: number;
  added: number;
  removed: number;
  changed: number;
  /** People for whom a class is confirmed, in the base version and in this one. */
  byClass: { slug: string; before: number; after: number }[];
}

/** A file that was uploaded and waits to be told what its columns mean. */
export interface Upload {
  uploadId: string;
  incidentId: string;
  fileName: string;
  bytes: number;
  createdAt: Date;
  /** The version that it is being loaded into; null before that. */
  version: number | null;
}
