import { z } from "zod";
import type { FingerprintPart, InstallationMode, InstallationStanding } from "@/db/values/installation";

/** By what an installation is known again. A part that cannot be read is null and is not compared. */
export const fingerprint = z.object({
  /** The portal's public address; of a machine's own without the port, which is whatever was free. */
  url: z.string(),
  /** The database server as it is connected to. */
  host: z.string(),
  port: z.string().nullable(),
  database: z.string(),
  databaseOid: z.string().nullable(),
  /** Made by initdb: every copy of the files has it too, a dump that is loaded elsewhere has not. */
  systemIdentifier: z.string().nullable(),
  /** Goes up when a standby takes over or a backup is rolled forward. */
  timeline: z.string().nullable(),
});
export type Fingerprint = z.infer<typeof fingerprint>;

/** What a worker found when it looked; `counter` is what its machine remembers, where that is more than the database says. */
export const seenFingerprint = fingerprint.extend({ counter: z.string().nullable() });
export type SeenFingerprint = z.infer<typeof seenFingerprint>;

/** What a process knows of where it runs, and the memory of its machine. */
export interface Surroundings {
  names: Pick<Fingerprint, "url" | "host" | "port" | "database">;
  /** The highest count this machine has seen of an installation; null when it has seen none. */
  remembered(id: string): Promise<bigint | null>;
  remember(id: string, counter: bigint): Promise<void>;
}

export interface InstallationState {
  mode: InstallationMode;
  standing: InstallationStanding;
}

export interface Installation extends InstallationState {
  /** Null for the operator, the program and the beginning. */
  modeBy: string | null;
  modeAt: Date;
  standingBy: string | null;
  standingAt: Date;
  /** Null until a worker has looked for the first time. */
  known: Fingerprint | null;
  /** What is there now, while it is not what is known. */
  seen: SeenFingerprint | null;
  differences: FingerprintPart[];
  /** Minutes that the database has counted. */
  counter: bigint;
}

export interface Guest {
  id: string;
  kind: "email" | "phone";
  /** Masked. */
  label: string;
  addedBy: string | null;
  addedAt: Date;
}
