"use client";

import { useActionState, type ReactNode } from "react";
import { ActionFormWithState } from "../form/action-form";
import { TextField } from "../form/field";
import { idle, type FormState } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";

/** What a search found, drawn by the server. */
export interface SearchState extends FormState {
  found?: ReactNode;
}

/** Search by reference or whole address. The words typed travel in the body: an address in a URL would stay in histories and logs. */
export function ClaimSearch({ action, words }: { action: (state: FormState, form: FormData) => Promise<SearchState>; words: { label: string; hint: string; submit: string } }) {
  const [state, submit] = useActionState<SearchState, FormData>(action, idle);
  return (
    <search className="block rounded-6 border border-line bg-surface p-3">
      <ActionFormWithState state={state} submit={submit} className="grid gap-x-3 gap-y-2 sm:grid-cols-[minmax(0,24rem)_max-content] sm:items-end [&>[role=alert]]:col-span-full">
        <TextField keyed={{ key: "/", says: words.label }} name="query" type="search" label={words.label} hint={words.hint} maxLength={320} spellCheck={false} autoComplete="off" />
        <SubmitButton kind="secondary">{words.submit}</SubmitButton>
      </ActionFormWithState>
      <div aria-live="polite">{state.found && <div className="mt-4">{state.found}</div>}</div>
    </search>
  );
}
