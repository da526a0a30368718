import type { ExportKind, ExportState } from "@/db/values/exports";

/** What was asked for: which file of what. */
export interface ExportObject {
  objectId: string;
  /** What was chosen besides: a format, a time. */
  choice: Record<string, string>;
}

export interface DataExport extends ExportObject {
  id: string;
  kind: ExportKind;
  incidentId: string | null;
  people: number;
  reason: string;
  /** As it stands now: `gone` is a file that was taken out as often as it may be, or whose time is over; `lapsed` a request that nobody answered in time. */
  state: ExportState | "gone" | "lapsed";
  askedBy: string;
  askedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  refusal: string | null;
  endsAt: Date;
  takesLeft: number;
  takenAt: Date | null;
}

/** A file on its way out. */
export interface ExportFile {
  fileName: string;
  contentType: string;
  bytes: AsyncIterable<string | Buffer>;
}
