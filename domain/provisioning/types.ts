import type { Role } from "@/db/values/roles";

/** A body that was not read, by what is answered: 413 for one that is too long, 415 for one that is no text, or compressed. */
export interface Unread {
  unread: 413 | 415;
}

/** One request of the protocol (RFC 7644 § 3). */
export interface ScimRequest {
  method: string;
  /** Behind the base path: `["Users", "2819c223-…"]`. */
  path: readonly string[];
  query: Readonly<Record<string, string>>;
  /** As it came; empty where there is none. */
  body: string | Unread;
}

export interface ScimAnswer {
  status: number;
  body: unknown;
}

/** What goes with an installation and not with a request. */
export interface Provisioning {
  /** `https://host/api/scim/v2`. */
  basePath: string;
  /** Whether people who are added are mailed a set-up code: not where they come in by the company's sign-in. */
  invites: boolean;
}

/** A group of the provider as the console shows it. */
export interface ProvisionedGroup {
  id: string;
  displayName: string;
  role: Role | null;
  mappedBy: string | null;
  members: number;
  changedAt: Date;
}
