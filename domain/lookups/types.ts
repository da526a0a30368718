import { z } from "zod";
import type { DataClassSlug } from "@/content/data-classes";
import type { LookPurpose } from "@/db/values/look-purposes";
import type { Role } from "@/db/values/roles";

export const sealedContact = z.object({ kind: z.enum(["email", "phone"]), value: z.string() });
/** A contact in the one form under which it is indexed. */
export type Contact = z.infer<typeof sealedContact>;

/** The three answers; there is no fourth. */
export type Answer = "confirmed" | "possible" | "none";

export interface ClassAnswer {
  slug: DataClassSlug;
  answer: Answer;
  /** What was said to be possible before and was not found in the dataset that is read. */
  cleared: boolean;
  hint: string | null;
  count: number | null;
}

/** One record of the contact. */
export interface RecordAnswer {
  kind: "account-holder" | "third-party";
  answers: ClassAnswer[];
  /** How many other people the account's address list named; never who. */
  recipients: number;
}

export interface LookupResult {
  version: number;
  asOf: Date;
  /** Empty when the data held has nothing under this contact. */
  records: RecordAnswer[];
  /** Every class the incident speaks of, worst answer over all records first. */
  summary: ClassAnswer[];
}

/** Who asks without having proven anything. */
export interface Asker {
  /** Random value of the browser's cookie. */
  browser: string;
  /** The network the request came from, as far as it can be known. */
  network: string | null;
}

/** A member of staff who looked at one's record. */
export interface OwnLook {
  id: string;
  at: Date;
  /** The audit action. */
  action: string;
  /** Why, where the act asks for it; null for an act that says so itself, and for events from before it was asked. */
  purpose: LookPurpose | null;
  /** Null where the event does not say. */
  role: Role | null;
}

export interface OwnLooks {
  /** How many records the contact owns. */
  records: number;
  /** The zone of the person whose record it is; null where there is none. */
  timeZone: string | null;
  looks: OwnLook[];
  /** From where the older ones go on. */
  next: string | null;
}

/** Looks of one kind by one role on one day, for one purpose. */
export interface LookGroup {
  role: Role | null;
  action: string;
  purpose: LookPurpose | null;
  first: Date;
  last: Date;
  times: number;
}
