import type { SubjectKind } from "@/db/values/audience";
import type { Localized } from "@/db/values/locales";
import type { DataClassSlug } from "../data-classes";

/** A stretch of a wording, in Markdown, and whose notice has it: all that `when` names must hold. */
export interface WordingSection {
  when: { dataClass?: DataClassSlug; evidence?: "confirmed" | "possible"; subjectKind?: SubjectKind };
  text: Localized;
}

/**
 * Wording of a notice. Placeholders are filled per person or per wave (`{{leaked-list}}`, `{{portal-url}}` …). What stands in square brackets is for the writer to
 * replace before anybody approves it. No link signs anybody in.
 */
export interface Wording {
  subject: Localized;
  sections: WordingSection[];
  /** What goes to phones; without a link unless the approver allows the portal’s address. */
  sms: { text: Localized; link: boolean };
}
