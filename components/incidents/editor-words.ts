import type { Locale } from "@/db/values/locales";
import type { RevisionRows } from "@/db/values/revisions";
import type { Option } from "../form/field";
import type { FieldNames } from "./field-name";

/** What the editor says, in the language of the person at it. */
export interface EditorWords {
  language: Record<Locale, string>;
  field: FieldNames;
  part: Record<string, string>;
  hint: Record<string, string>;
  row: Record<RevisionRows, { one: string; add: string; none: string }>;
  up: string;
  remove: string;
  save: string;
  saving: string;
  "save-and-preview": string;
  unsaved: string;
  "all-saved": string;
  leave: string;
  parts: string;
  facts: { title: string; text: string; none: string; open: string };
}

/** What its lists offer. */
export interface EditorOptions {
  timeZones: Option[];
  classes: Option[];
  urgencies: Option[];
  /** Approved facts: what to write, and what it says. */
  facts: { placeholder: string; says: string }[];
}
