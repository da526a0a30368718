import { readWordingFields } from "@/domain/notices/rules";
import type { NoticeWording } from "@/domain/notices/types";
import type { FormState } from "../form/form-state";

/** A save by somebody else since the edit that a save started from: their words, with who saved them and when, in words. */
export interface OtherSave {
  edit: number;
  at: string;
  by: string;
  content: NoticeWording;
}

/** What came of saving a draft. `at` is the time of day; texts are in the person's language. */
export type SaveAnswer = { kind: "saved"; edit: number; at: string } | ({ kind: "conflict" } & OtherSave) | { kind: "invalid"; fields: Record<string, string[]> } | { kind: "refused"; message: string };

/** The answer to the form as a whole. The words may be saved although what was asked for besides is refused. */
export interface DraftState extends FormState {
  saved?: { edit: number; at: string };
  other?: OtherSave;
  /** What the words that came back were written on. */
  base?: NoticeWording;
}

export type DraftAction = (state: DraftState, form: FormData) => Promise<DraftState>;

/** What the editor begins with: what is stored, or, where a form without JavaScript came back, what was typed in it and what it started from. */
export interface DraftStart {
  base: NoticeWording;
  edit: number;
  typed: NoticeWording;
  other: OtherSave | undefined;
  /** What the server would not store of it. */
  fields: Record<string, string[]>;
}

export function startOf({ values, other, base, fields = {} }: DraftState, content: NoticeWording, edit: number): DraftStart {
  // As it was typed, be it too long or otherwise not to be stored: the server said why.
  const typed = values === undefined ? undefined : readWordingFields(values);
  if (!typed || !base) return { base: content, edit, typed: content, other: undefined, fields: {} };
  return other ? { base, edit: Number(values?.edit), typed, other, fields } : { base: content, edit, typed, other: undefined, fields };
}
