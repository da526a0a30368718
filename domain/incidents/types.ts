import { z } from "zod";
import { dataClassSlugs } from "@/content/data-classes";
import { dateTimeFormat } from "@/content/formats";
import type { Localized } from "@/db/values/locales";
import { urgencies } from "@/db/values/urgencies";
import type { IncidentId } from "../kernel/ids";

/** Empty is allowed: a draft is saved as far as it has come. What may not be empty before publication is a rule (`missingBeforePublication`). */
const text = (max: number) => z.string().trim().max(max, "too-long").regex(/^[^\p{Cc}]*(?:[\t\n\r][^\p{Cc}]*)*$/u, "control-characters");
const localized = (max: number) => z.object({ ko: text(max), en: text(max) });
const instant = z.iso.datetime({ offset: true, error: "date-time" });
const day = z.iso.date("date");
const slug = z.enum(dataClassSlugs, "data-class");
const timeZone = z.string().refine(isTimeZone, "time-zone");

/** What one revision of an incident's public page says, in every language. Its texts may name facts of the ledger (`{{fact:people-affected}}`). Instants are ISO 8601; `timeZone` is the one in which people read them. */
export const revisionContent = z.object({
  organisation: localized(120),
  /** The page's first heading: that it leaked and what, in the law's word. */
  title: localized(200),
  sections: z.object({ whatHappened: localized(8000), whatLeaked: localized(8000), whatNot: localized(8000), whatWeDo: localized(8000), whatYouCanDo: localized(8000) }),
  contact: z.object({ department: localized(120), phone: text(40), email: z.union([z.literal(""), z.email("email")]), hours: localized(200), /** Where forms on paper are sent to; empty where none are taken by post. */ post: localized(300).default({ ko: "", en: "" }) }),
  apology: z.object({ text: localized(8000), signatory: localized(120), role: localized(120) }),
  updates: z.array(z.object({ at: instant, title: localized(200), text: localized(4000) })).max(100),
  /** The classes that leaked, the one to deal with first at the head. */
  leaked: z.array(z.object({ slug, urgency: z.enum(urgencies, "choose-one") })).max(63),
  notLeaked: z.array(slug),
  dates: z.object({ started: day.nullable(), ended: day.nullable(), discovered: day.nullable() }),
  /** When the organisation came to know that personal data had leaked: the law's clocks start here. */
  knewLeak: instant.nullable(),
  timeZone,
});
export type RevisionContent = z.infer<typeof revisionContent>;

/** A revision's form: a flat name of dotted path for every field, as typed. */
export type RevisionForm = Record<string, string>;

/** Statuses of a revision; the database checks the same list. */
export type RevisionState = "draft" | "in-review" | "published" | "withdrawn";

export interface Revision {
  number: number;
  state: RevisionState;
  /** Counts saves of the draft; a save names the one it started from. */
  edit: number;
  content: RevisionContent;
  editedBy: string[];
  publishedBy: string | null;
  updatedAt: Date;
  publishedAt: Date | null;
}

/** A line of an incident's history. */
export type RevisionSummary = Omit<Revision, "content">;

/** A data class of an incident with its bit in the subjects' bitmaps. */
export interface IncidentDataClass {
  bit: number;
  slug: string;
}

/** An incident as everybody may see it: the facts that its texts name are filled in. */
export interface PublishedIncident {
  id: IncidentId;
  slug: string;
  /** The dataset version that lookups read; null until one is published. */
  publishedVersion: number | null;
  revision: number;
  publishedAt: Date;
  /** When anything on the page last changed: its words, or a fact. */
  changedAt: Date;
  content: RevisionContent;
  classes: IncidentDataClass[];
}

export interface StaffIncident {
  id: IncidentId;
  slug: string;
  publishedVersion: number | null;
  published: Revision | null;
  /** The draft or the revision in review; at most one. */
  open: Revision | null;
  classes: IncidentDataClass[];
}

export interface IncidentSummary {
  id: IncidentId;
  slug: string;
  organisation: Localized;
  title: Localized;
  publishedVersion: number | null;
  publishedRevision: number | null;
  openState: "draft" | "in-review" | null;
  /** From the newest words, published or not: the clock runs whether or not the page is out. */
  knewLeak: Date | null;
  /** The last instant for telling the people concerned; null while `knewLeak` is not known. */
  noticeDue: Date | null;
  timeZone: string;
}

/** IANA time zone names this runtime knows. */
function isTimeZone(name: string): boolean {
  try {
    dateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
