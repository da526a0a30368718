import type { Locale } from "@/db/values/locales";
import type { Role } from "@/db/values/roles";
import type { SessionEnd } from "@/db/values/session-ends";
import type { SignInMethod } from "@/db/values/session-methods";
import type { StaffId } from "../kernel/ids";

export interface StaffGrant {
  id: string;
  role: Role;
  grantedBy: string | null;
  approvedBy: string | null;
  grantedAt: Date;
  expiresAt: Date;
  /** When it last let them through to something that not everybody may, within an hour; null where it never did. */
  lastUsedAt: Date | null;
  /** Who asked for a later end that nobody has approved yet, and which. */
  renewalBy: string | null;
  renewalUntil: Date | null;
  /** The name of the identity provider's group through which they have it. */
  group: string | null;
  /** Counts now. A grant of admin counts once a second person has approved it. */
  effective: boolean;
}

export interface StaffMember {
  id: StaffId;
  email: string;
  name: string;
  locale: Locale;
  /** Has a password and an authenticator of their own, or has come through the company's sign-in. */
  setUp: boolean;
  disabledAt: Date | null;
  /** The identity provider ended their access and can give it back. */
  mayReturn: boolean;
  /** Since when nobody comes in as them, because nobody did for too long. */
  suspendedAt: Date | null;
  createdAt: Date;
  grants: StaffGrant[];
  openSessions: number;
  /** Living API tokens. */
  openTokens: number;
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
  /** Of these roles: those whose use has not been written down within the hour. */
  usedLongAgo: Role[];
  expiresAt: Date;
  /** Has shown within the last five minutes who they are. */
  proven: boolean;
  /** The last proof was a passkey, or counts as one at the company. */
  strong: boolean;
  /** Has a passkey to show. */
  hasPasskey: boolean;
  /** How the session began. Its person shows in the same way again who they are. */
  method: SignInMethod;
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

export interface OwnPasskey {
  /** Credential id, base64url. */
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** Why a session that was one is none any more. */
export interface EndedSession {
  reason: "idle" | "expired" | SessionEnd;
  locale: Locale;
}
