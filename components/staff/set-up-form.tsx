"use client";

import { useActionState } from "react";
import { ActionFormWithState } from "../form/action-form";
import { TextField } from "../form/field";
import { idle, type FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { ButtonLink } from "../ui/button";

type Word = "email" | "code" | "codeHint" | "password" | "passwordHint" | "submit" | "secret" | "secretHint" | "open" | "signIn";

/** Choose a password with the mailed code; the answer shows the authenticator's secret, once. */
export function SetUpForm({ action, locale, words }: { action: FormAction; locale: string; words: Record<Word, string> }) {
  const [state, submit] = useActionState(action, idle);
  const { secret, uri } = state.values ?? {};
  if (state.status === "done" && secret && uri) {
    return (
      <div role="status" className="space-y-4">
        <h2 className="text-22">{words.secret}</h2>
        <p>{words.secretHint}</p>
        <p className="rounded-6 border border-edge bg-surface p-4 text-22 tabular-nums tracking-[0.1em]">{secret.replaceAll(/(.{4})/g, "$1 ").trim()}</p>
        <p>
          <a href={uri}>{words.open}</a>
        </p>
        <ButtonLink href={`/console/sign-in?lang=${locale}`}>{words.signIn}</ButtonLink>
      </div>
    );
  }
  return (
    <ActionFormWithState state={state} submit={submit} hidden={{ locale }}>
      <TextField name="email" type="email" label={words.email} autoComplete="username" required spellCheck={false} />
      <TextField name="code" label={words.code} hint={words.codeHint} autoComplete="one-time-code" required width={20} />
      <TextField name="password" type="password" label={words.password} hint={words.passwordHint} autoComplete="new-password" required />
      <SubmitButton>{words.submit}</SubmitButton>
    </ActionFormWithState>
  );
}
