/**
 * What a server action answers to a form. Everything in it is ready to be shown: texts are in the person's language, `values` are what was typed, so
 * that nothing is lost. Secrets (passwords, codes) are never given back.
 */
export interface FormState {
  /** `prove` asks the person to show again who they are; then the same is sent once more. */
  status: "idle" | "invalid" | "refused" | "prove" | "done";
  /** Heading of the error summary. */
  title?: string;
  /** Field name → its problems. `form` holds what belongs to no field. */
  fields?: Record<string, string[]>;
  values?: Record<string, string>;
  message?: string;
  /** Where to go with it, in a tab of its own: what was typed stands here. */
  link?: { href: string; text: string };
}

export const idle: FormState = { status: "idle" };

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;
