import type { Locale } from "@/db/values/locales";
import type { Role } from "@/db/values/roles";
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
}
