import type { Locale } from "@/db/values/locales";
import type { Role } from "@/db/values/roles";
import type { SessionEnd } from "@/db/values/session-ends";
import type { StaffId } from "../kernel/ids";

export interface StaffGrant {
  id: string;
  role: Role;
  grantedBy: string | null;
  approvedBy: string | null;
  expiresAt: Date | null;
  /** Counts now. A grant of admin counts once a second person has approved it. */
  effective: boolean;
}

export interface StaffMember {
  id: StaffId;
  email: string;
  name: string;
  locale: Locale;
  /** Has a password and an authenticator of their own. */
  setUp: boolean;
  disabledAt: Date | null;
  createdAt: Date;
  grants: StaffGrant[];
  openSessions: number;
}

/** Who a living session belongs to. */
export interface StaffSession {
  staffId: StaffId;
  /** SHA-256 of the random id, hex. */
  sessionId: string;
  email: string;
  name: string;
  locale: Locale;
  roles: Role[];
  expiresAt: Date;
  /** Has shown within the last five minutes who they are. */
  proven: boolean;
  /** The last use that is written down is more than a minute old. */
  seenLongAgo: boolean;
}

/** Where a session began, for its person to tell their own from a stranger's. */
export interface SessionOrigin {
  /** Browser and system in a few words; empty when neither is known. */
  device: string;
  /** IPv4 /24 or IPv6 /56; null when it is not known. */
  network: string | null;
}

/** A living session as its person sees it. */
export interface OwnSession extends SessionOrigin {
  sessionId: string;
  createdAt: Date;
  lastSeenAt: Date;
  current: boolean;
}

/** Why a session that was one is none any more. */
export interface EndedSession {
  reason: "idle" | "expired" | SessionEnd;
  locale: Locale;
}
