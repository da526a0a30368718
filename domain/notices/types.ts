import { z } from "zod";
import { dataClassSlugs } from "@/content/data-classes";
import { subjectKinds, type SubjectKind } from "@/db/values/audience";
import type { Locale } from "@/db/values/locales";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { PersonalPlaceholder, SharedPlaceholder } from "@/db/values/placeholders";
import type { IncidentId, TemplateId, TemplateVersionId } from "../kernel/ids";

/** Facts of the ledger stand in a wording as `{{fact:name}}`. */
type FactPlaceholder = `fact:${string}`;
export type SharedValues = Record<SharedPlaceholder, string> & Record<FactPlaceholder, string>;
/** What differs from person to person, ready for each kind of text: values of `html` are escaped, and nothing else is put into HTML. Made by `personalValues`. */
export interface PersonalValues {
  text: Record<PersonalPlaceholder, string>;
  html: Record<PersonalPlaceholder, string>;
}

// Private-use characters mark the places of personal values while a mail is built, so nobody may write them.
const line = (max: number) => z.string().trim().max(max, "too-long").regex(/^[^\p{Cc}\p{Co}]*$/u, "control-characters");
const lines = (max: number) => z.string().trim().max(max, "too-long").regex(/^[^\p{Cc}\p{Co}]*(?:\n[^\p{Cc}\p{Co}]*)*$/u, "control-characters");
const smsText = lines(1000);
const markdown = lines(8000);

/** What goes to phones. `link` is the permission to write the portal's address into it; it is approved with the words. */
const smsWording = z.object({ text: z.object({ ko: smsText, en: smsText }), link: z.boolean() });

/**
 * Whose notice has a section: all that is named must hold. A class alone means leaked for sure or possibly, a level alone means any class; nothing named means everybody.
 * A message that speaks for several people of one address holds what is true of any of them.
 */
const sectionCondition = z.object({
  dataClass: z.enum(dataClassSlugs, "data-class").optional(),
  evidence: z.enum(["confirmed", "possible"], "choose-one").optional(),
  subjectKind: z.enum(subjectKinds, "choose-one").optional(),
});
export type SectionCondition = z.infer<typeof sectionCondition>;

/** A stretch of a notice that says the same in every language, in Markdown. */
const noticeSection = z.object({ when: sectionCondition.default({}), text: z.object({ ko: markdown, en: markdown }) });
export type NoticeSection = z.infer<typeof noticeSection>;

/** Subject and sections in every language, and a text message where there is one. A draft may have gaps; what may not be approved is a rule (`wordingProblems`). */
export const noticeWording = z.object({
  subject: z.object({ ko: line(200), en: line(200) }),
  sections: z.array(noticeSection).max(60, "too-long"),
  sms: smsWording.optional(),
});
export type NoticeWording = z.infer<typeof noticeWording>;

/** The notice that a correction stands in the place of, when that was first sent, and of what its readers are owed a correction. */
export const templateCorrection = z.object({
  versionId: z.uuid(),
  sentAt: z.iso.datetime({ offset: true }),
  owed: z.array(z.object({ what: z.enum(["left-out", "told-wrongly"]), dataClass: z.enum(dataClassSlugs) })).max(126),
  misinformed: z.boolean(),
});
export type TemplateCorrection = z.infer<typeof templateCorrection>;

/** Who reads a notice: what of theirs leaked, how sure that is, and what they are to the organisation. Classes are in the incident's order. */
export interface NoticeReader {
  confirmed: readonly string[];
  possible: readonly string[];
  kinds: readonly SubjectKind[];
}

export type TemplateVersionState = "draft" | "in-review" | "approved";

export interface TemplateVersion {
  id: TemplateVersionId;
  templateId: TemplateId;
  incidentId: IncidentId;
  kind: NoticeKind;
  name: string;
  /** Of a correction that was offered for a notice; null of every other wording. */
  corrects: TemplateCorrection | null;
  number: number;
  state: TemplateVersionState;
  /** Counts saves of the draft; a save names the one it started from. */
  edit: number;
  content: NoticeWording;
  /** Everybody who wrote on it; who saved last stands last. */
  editedBy: string[];
  approvedBy: string | null;
  updatedAt: Date;
  approvedAt: Date | null;
}

export interface TemplateSummary {
  id: TemplateId;
  incidentId: IncidentId;
  kind: NoticeKind;
  name: string;
  /** All versions, newest first. */
  versions: { id: TemplateVersionId; number: number; state: TemplateVersionState; approvedAt: Date | null }[];
}

/** What was found wrong of an approved wording. */
export interface NoticeDefect {
  id: string;
  versionId: TemplateVersionId;
  /** Null where it is not about a class that was left out. */
  dataClass: string | null;
  note: string;
  reportedBy: string;
  reportedAt: Date;
}

/** A stretch of fixed text, or the place of what is filled in per person. */
export type NoticePart = string | { slot: PersonalPlaceholder };

/** One wording in one language with everything filled in but what differs from person to person. */
export interface NoticeLetter {
  locale: Locale;
  subject: NoticePart[];
  text: NoticePart[];
  html: NoticePart[];
}

/** A stretch of a printed letter in one weight. */
export interface LetterRun {
  text: string;
  strong: boolean;
}

/** A heading, a paragraph or a point of a list, as it is printed. */
export interface LetterBlock {
  kind: "heading" | "paragraph" | "item";
  /** Of a heading 2 or 3; of a point how deep its list stands in others, from 1. */
  level: number;
  /** What stands before a point; nothing before what goes on in it. */
  marker: string;
  runs: readonly LetterRun[];
}

/** A letter in one language with everything filled in but what differs from person to person. A part `leaked` is the list of what leaked. */
export interface OpenLetter {
  locale: Locale;
  subject: NoticePart[];
  blocks: readonly ({ kind: "leaked"; level: number } | (Omit<LetterBlock, "runs"> & { runs: readonly { parts: NoticePart[]; strong: boolean }[] }))[];
}

export interface RenderedNotice {
  subject: string;
  text: string;
  html: string;
}

/** A whole wording as one person gets it: the mail, and the text message if there is one. */
export interface RenderedWording extends RenderedNotice {
  sms: string | null;
}
