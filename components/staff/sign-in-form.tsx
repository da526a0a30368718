"use client";

import { signIn } from "next-auth/react";
import { useState } from "react";
import { ActionForm } from "../form/action-form";
import { CodeField, TextField } from "../form/field";
import type { FormState } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";

interface SignInFormProps {
  words: Record<"email" | "password" | "code" | "codeHint" | "submit" | "pending" | "refused", string>;
  /** Refusals by their reason; `{seconds}` is filled in. */
  errors: Record<string, string>;
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** Password and one-time code. The sign-in library sets the cookie, so this form posts to it and not to an action of ours. */
export function SignInForm({ words, errors }: SignInFormProps) {
  // Remembered apart from the fields: the form empties itself after each answer, and only secrets should be gone.
  const [email, setEmail] = useState("");
  const submit = async (_: FormState, form: FormData): Promise<FormState> => {
    const typed = text(form, "email");
    setEmail(typed);
    const answer = await signIn("credentials", { redirect: false, email: typed, password: text(form, "password"), code: text(form, "code") });
    if (answer?.ok && !answer.error) {
      // A whole load, not a step inside the app: everything that was rendered for a stranger is gone.
      window.location.reload();
      return { status: "done" };
    }
    const told = new URLSearchParams(answer?.error ?? "reason=fault");
    const message = errors[told.get("reason") ?? "fault"] ?? errors.fault ?? "";
    return { status: "refused", title: words.refused, message: message.replace("{seconds}", told.get("seconds") ?? ""), values: { email: typed } };
  };
  return (
    <ActionForm action={submit}>
      <TextField name="email" type="email" label={words.email} autoComplete="username" initial={email} required spellCheck={false} />
      <TextField name="password" type="password" label={words.password} autoComplete="current-password" required />
      <CodeField name="code" label={words.code} hint={words.codeHint} />
      <SubmitButton pending={words.pending}>{words.submit}</SubmitButton>
    </ActionForm>
  );
}
