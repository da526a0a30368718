import { z } from "zod";
import { evidenceDefects, evidenceTypes, type EvidenceDefect, type EvidenceState, type EvidenceType } from "@/db/values/evidence";

export type { EvidenceDefect };

/** Whose papers they are. Whoever calls has made sure that the actor may do this for that owner: this slice does not know what owns papers. */
export interface EvidenceOwner {
  incidentId: string;
  kind: "claim";
  id: string;
}

/** A paper as lists show it. */
export interface Evidence {
  id: string;
  /** As the person named it; null where the reader is not to know it. */
  name: string | null;
  state: EvidenceState;
  /** Bytes: announced, and arrived. */
  size: number;
  received: number;
  type: EvidenceType | null;
  defect: EvidenceDefect | null;
  createdAt: Date;
}

/** What inspecting a paper comes to: the paper made anew, or why it is not taken. */
export type Inspection = { ok: true; type: EvidenceType; bytes: Buffer; perceptualHash: Buffer | null } | { ok: false; defect: EvidenceDefect };

/** An inspection as it is said between processes, without the bytes. */
export const inspectionHead = z.union([
  z.object({ ok: z.literal(true), type: z.enum(evidenceTypes), perceptualHash: z.string().regex(/^[0-9a-f]{16}$/).nullable() }),
  z.object({ ok: z.literal(false), defect: z.enum(evidenceDefects) }),
]);

/** Judges what somebody handed in, apart from everything that is worth stealing. Rejects only when it could not judge; a file that breaks it has been judged. */
export interface Inspector {
  inspect(bytes: AsyncIterable<Buffer>): Promise<Inspection>;
}

/** What a scanner says. `unavailable` is everything that is no answer: out of reach, too old, or lost for words; nothing is served on it. */
export type Scan = "clean" | "malware" | "unavailable";

export interface Scanner {
  /** Whether it answers, with signatures that are young enough. */
  ready(): Promise<boolean>;
  scan(bytes: AsyncIterable<Buffer>): Promise<Scan>;
}

interface StoredObject {
  name: string;
  changedAt: Date;
}

/** Keeps sealed bytes under names. It never sees what is in them. */
export interface ObjectStore {
  /** Keep bytes; when it returns they outlive a crash, and a reader never sees half of them. */
  put(name: string, bytes: Buffer): Promise<void>;
  /** @throws when there is nothing by that name */
  get(name: string): Promise<AsyncIterable<Buffer>>;
  /** What is not there is gone already. */
  remove(name: string): Promise<void>;
  list(): AsyncIterable<StoredObject>;
}

/** What the worker inspects with; without a scanner papers go on unscanned, and are said to be. */
export interface EvidenceInspection {
  store: ObjectStore;
  inspector: Inspector;
  scanner: Scanner | null;
}

/** A paper that can be read: its bytes come as they are read, opened block by block. */
export interface ReadableEvidence {
  id: string;
  name: string;
  type: EvidenceType;
  size: number;
  bytes: AsyncIterable<Buffer>;
}
