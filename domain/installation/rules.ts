import type { FingerprintPart, SendingLock } from "@/db/values/installation";
import { Conflict, type Refusal } from "../kernel/errors";
import type { Fingerprint, InstallationState } from "./types";

const loopback = new Set(["localhost", "127.0.0.1", "[::1]", "::1"]);

/**
 * Name where a process runs: the portal's address, and the database as it is connected to. Nothing secret is in it. The embedded database and a portal on this
 * machine take whatever port is free, so theirs say nothing.
 */
export function nameSurroundings(settings: { AMENDS_URL: string; DATABASE_URL: string; AMENDS_EMBEDDED?: string | undefined }): Pick<Fingerprint, "url" | "host" | "port" | "database"> {
  const portal = new URL(settings.AMENDS_URL);
  const database = new URL(settings.DATABASE_URL);
  const host = database.searchParams.get("host") ?? database.hostname;
  const here = host === "" || loopback.has(host);
  return {
    url: loopback.has(portal.hostname) ? `${portal.protocol}//localhost` : portal.origin,
    host: here ? "localhost" : host,
    port: settings.AMENDS_EMBEDDED === undefined ? database.port || "5432" : null,
    database: decodeURIComponent(database.pathname.slice(1)),
  };
}

/** In what two fingerprints differ. What one of them does not know is no difference. */
export function compareFingerprints(known: Fingerprint, now: Fingerprint): FingerprintPart[] {
  const parts = Object.keys(known) as (keyof Fingerprint)[];
  return parts.filter((part) => known[part] !== null && now[part] !== null && known[part] !== now[part]);
}

/** Why no wave is handed over, or null. Trial holds whole waves back, guests or not: half a wave could not be told from a broken one. */
export function whyLocked({ mode, standing }: InstallationState): SendingLock | null {
  if (standing !== "confirmed") return standing;
  return mode === "trial" ? "trial" : null;
}

/** Whether the settings name a place outside for checkpoints of the audit log, without which whoever has the database could rewrite it. The embedded database, with demo data, needs none. */
function isKeptOutside(settings: { [setting in "AUDIT_CHECKPOINT_DIR" | "AUDIT_CHECKPOINT_WEBHOOK" | "AUDIT_CHECKPOINT_MAIL" | "AMENDS_EMBEDDED"]?: string | undefined }): boolean {
  return [settings.AUDIT_CHECKPOINT_DIR, settings.AUDIT_CHECKPOINT_WEBHOOK, settings.AUDIT_CHECKPOINT_MAIL, settings.AMENDS_EMBEDDED].some((setting) => setting !== undefined);
}

/** What the settings leave unsaid without which an installation is not taken live: where checkpoints go, and for how long backups are kept, which each record of an erasure names. The embedded database, with demo data, needs neither. */
export type MissingSetting = "installation-kept-nowhere" | "installation-backups-unsaid";

export function findMissing(settings: Parameters<typeof isKeptOutside>[0] & { BACKUP_RETENTION_DAYS?: number | undefined }): MissingSetting | null {
  if (!isKeptOutside(settings)) return "installation-kept-nowhere";
  return settings.BACKUP_RETENTION_DAYS === undefined && settings.AMENDS_EMBEDDED === undefined ? "installation-backups-unsaid" : null;
}

/** Why nobody can take this installation live, or null. */
export function whyNotLive({ mode, standing }: InstallationState, missing: MissingSetting | null): Refusal | null {
  if (standing === "copy") return new Conflict("installation-is-copy");
  if (standing === "unconfirmed") return new Conflict("installation-unconfirmed");
  if (mode === "live") return new Conflict("installation-already-live");
  return missing && new Conflict(missing);
}

/** Say why nobody can confirm this database, or null. What was called a copy stays one, unless the operator says otherwise at the machine itself. */
export function whyNotConfirmable({ standing }: Pick<InstallationState, "standing">, operator: boolean): Refusal | null {
  if (standing === "confirmed") return new Conflict("installation-confirmed");
  return standing === "copy" && !operator ? new Conflict("installation-is-copy") : null;
}

/** Show of a guest enough to know them by: the first letter and the domain, or the last two digits. */
export function maskGuest(kind: "email" | "phone", canonical: string): string {
  if (kind === "phone") return `${canonical.slice(0, 3)}••••${canonical.slice(-2)}`;
  return `${Array.from(canonical)[0] ?? ""}•••${canonical.slice(canonical.lastIndexOf("@"))}`;
}
