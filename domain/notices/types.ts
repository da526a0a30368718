import { z } from "zod";
import type { Locale } from "@/db/values/locales";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { IncidentId, TemplateId, TemplateVersionId } from "../kernel/ids";

/** Placeholders that say the same to everybody who reads one language. */
export const sharedPlaceholders = ["organisation", "portal-url", "contact-desk", "as-of"] as const;
/** Placeholders that are filled for each person. */
export const personalPlaceholders = ["leaked-classes", "reference"] as const;
type SharedPlaceholder = (typeof sharedPlaceholders)[number];
export type PersonalPlaceholder = (typeof personalPlaceholders)[number];
export type SharedValues = Record<SharedPlaceholder, string>;
export type PersonalValues = Record<PersonalPlaceholder, string>;

const line = (max: number) => z.string().trim().max(max, "too-long").regex(/^[^\p{Cc}]*$/u, "control-characters");
const smsText = z.string().trim().max(1000, "too-long").regex(/^[^\p{Cc}]*(?:\n[^\p{Cc}]*)*$/u, "control-characters");
const paragraph = z.string().trim().max(8000, "too-long").regex(/^[^\p{Cc}]*(?:\n[^\p{Cc}]*)*$/u, "control-characters");

/** What goes to phones. `link` is the permission to write the portal's address into it; it is approved with the words. */
const smsWording = z.object({ text: z.object({ ko: smsText, en: smsText }), link: z.boolean() });

/** Subject and paragraphs in every language, and a text message where there is one. A draft may have gaps; what may not be approved is a rule (`wordingProblems`). */
export const noticeWording = z.object({
  subject: z.object({ ko: line(200), en: line(200) }),
  paragraphs: z.object({ ko: z.array(paragraph).max(60, "too-long"), en: z.array(paragraph).max(60, "too-long") }),
  sms: smsWording.optional(),
});
export type NoticeWording = z.infer<typeof noticeWording>;

export type TemplateVersionState = "draft" | "in-review" | "approved";

export interface TemplateVersion {
  id: TemplateVersionId;
  templateId: TemplateId;
  incidentId: IncidentId;
  kind: NoticeKind;
  name: string;
  number: number;
  state: TemplateVersionState;
  /** Counts saves of the draft; a save names the one it started from. */
  edit: number;
  content: NoticeWording;
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

/** A stretch of fixed text, or the place of what is filled in per person. */
export type NoticePart = string | { slot: PersonalPlaceholder };

/** One wording in one language with everything filled in but what differs from person to person. */
export interface NoticeLetter {
  locale: Locale;
  subject: NoticePart[];
  text: NoticePart[];
  html: NoticePart[];
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
