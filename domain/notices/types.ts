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
const paragraph = z.string().trim().max(8000, "too-long").regex(/^[^\p{Cc}]*(?:\n[^\p{Cc}]*)*$/u, "control-characters");

/** Subject and paragraphs in every language. A draft may have gaps; what may not be approved is a rule (`wordingProblems`). */
export const noticeWording = z.object({
  subject: z.object({ ko: line(200), en: line(200) }),
  paragraphs: z.object({ ko: z.array(paragraph).max(60, "too-long"), en: z.array(paragraph).max(60, "too-long") }),
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
