import { z } from "zod";
import { keyKinds } from "@/db/values/key-kinds";
import { roles } from "@/db/values/roles";
import type { KnownKey } from "../keys/register/open-tasks";

/** What an off-boarding finds open of somebody, and what becomes of it. */
export const takenKinds = [
  /** Approved, not begun: back in review, for somebody else. */
  "wave-approval",
  /** Approved, its audience being taken: stopped for good. */
  "wave-stopped",
  /** Review that they asked for: a draft again. */
  "wave-request",
  /** Released, no file taken out: held until somebody else releases it. */
  "payment-release",
  /** Collected, not released: given up, its claims can be collected again. */
  "payment-batch",
  "fact",
  "posting",
  "banner-page",
  "register-entry",
  "erasure",
  /** Erasures that they agreed to and that had not begun: wait for another second person. */
  "erasure-approval",
  /** Drafts of a dataset that they imported, or were importing, as `incident/version`: dropped. */
  "dataset",
  /** What a group of the identity provider stands for, by their word: gives no role to anybody else until it is said again. */
  "group-role",
  "retention",
  "canary",
  /** In review with their words in it: drafts again. */
  "programme",
  "wording",
  "incident-text",
  /** Acts on many claims that were under way: stopped. */
  "bulk-run",
  /** Further people that they asked for, or were granted and have not used. */
  "reveal-request",
  /** Further people that they let others see today: no longer. */
  "reveal-grant",
  /** Files that they asked for: cannot be taken out any more. */
  "export",
  /** Files that they agreed to and that were not taken out yet: wait for another second person. */
  "export-approval",
  /** Decisions on claims that they proposed and nobody made yet: drafts again. */
  "claim-decision",
  /** Entries about who knows a key that they wanted struck: the key's id. A second person's word strikes nothing any more. */
  "custodian-strike",
  /** What they said in an access review that is still open: unanswered again. */
  "access-review",
] as const;
export type TakenKind = (typeof takenKinds)[number];

/** Ids only: the report is kept in the audit log. */
const takenBack = z.object({ kind: z.enum(takenKinds), id: z.string() });
export type TakenBack = z.infer<typeof takenBack>;

export const offBoarded = z.object({
  sessions: z.number(),
  /** Reports from before there were any have none. */
  tokens: z.number().default(0),
  roles: z.number(),
  offeredRoles: z.number(),
  setUpCodes: z.number(),
  /** Of people whom they invited and who were never here: reports from before this was asked have none, as of whom they added and which roles they gave. */
  sentCodes: z.number().default(0),
  taken: z.array(takenBack),
  /** Waves that they approved and that are being sent: those go on, and somebody may pause them. */
  sending: z.array(z.string()),
  /** Erasures of incidents that they approved and that have begun: those go on. Reports from before this was asked have none, as of the planted keys. */
  erasing: z.array(z.string()).default([]),
  /** Claims that they approved and that nobody has released for payment, the latest of them: somebody may look at them first. */
  approvedClaims: z.array(z.string()).default([]),
  /** Planted records that they proposed and whose addresses they know. */
  knownCanaries: z.array(z.string()),
  /** People whom they added in the 90 days before, and roles that they gave to others in that time, as far as both stand: somebody else should say whether they should. */
  addedPeople: z.array(z.string()).default([]),
  givenRoles: z.array(z.object({ staffId: z.string(), role: z.enum(roles) })).default([]),
  /** API keys that they planted and therefore know as such. */
  plantedKeys: z.array(z.string()).default([]),
  /** Keys that they knew: each is to be rotated. Reports from before there was a register have none. */
  knownKeys: z.array(z.object({ id: z.string(), kind: z.enum(keyKinds) })).default([]),
});
export type OffBoarded = z.infer<typeof offBoarded>;
export type Standing = Pick<OffBoarded, "sending" | "erasing" | "approvedClaims" | "knownCanaries" | "plantedKeys" | "addedPeople" | "givenRoles">;

export interface OffBoardingReport {
  at: Date;
  /** Null where the operator did it at the command line. */
  by: string | null;
  reason: string | null;
  /** Null for somebody whose access ended before there were reports. */
  ended: OffBoarded | null;
  /** Looks at personal data within 90 days before their access ended, by audit action. */
  /** What they knew, with what has taken its place since. */
  keys: KnownKey[];
  /** Nothing is left to do: every key that they knew has been rotated. */
  complete: boolean;
  looks: { action: string; times: number; objects: number; last: Date }[];
}
