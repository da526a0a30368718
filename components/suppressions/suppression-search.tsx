"use client";

import { useActionState, type ReactNode } from "react";
import { ActionFormWithState } from "../form/action-form";
import { TextField } from "../form/field";
import { idle, type FormState } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";

/** What is known of the address that was typed, drawn by the server. */
export interface SuppressionSearchState extends FormState {
  found?: ReactNode;
}

/** Look an address up. What is typed travels in the body: in a URL it would stay in histories and logs. */
export function SuppressionSearch({ action, words }: { action: (state: SuppressionSearchState, form: FormData) => Promise<SuppressionSearchState>; words: { contact: string; hint: string; submit: string } }) {
  const [state, submit] = useActionState<SuppressionSearchState, FormData>(action, idle);
  return (
    <search className="block">
      <ActionFormWithState state={state} submit={submit} className="max-w-120 space-y-3">
        <TextField name="contact" type="search" label={words.contact} hint={words.hint} maxLength={320} spellCheck={false} autoComplete="off" />
        <SubmitButton>{words.submit}</SubmitButton>
      </ActionFormWithState>
      <div aria-live="polite">{state.found && <div className="mt-6 space-y-6 border-t border-line pt-4">{state.found}</div>}</div>
    </search>
  );
}
