"use client";

import { useActionState, useEffect } from "react";
import { ActionFormWithState } from "../form/action-form";
import { Select } from "../form/field";
import { idle, type FormState } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { insertText } from "./insert-text";

/** What a macro answers: done, and an answer to be read and sent, where it has one. */
export interface MacroState extends FormState {
  reply?: string | null;
}

interface MacroFormProps {
  action: (state: FormState, form: FormData) => Promise<MacroState>;
  claimId: string;
  macros: { id: string; name: string }[];
  /** Name of the text area that an answer goes into. */
  target: string;
  words: { label: string; choose: string; submit: string };
}

/** Do a macro's steps to this claim. The answer that it brings is put into the message, or shown where the page has no message to write. */
export function MacroForm({ action, claimId, macros, target, words }: MacroFormProps) {
  const [state, submit] = useActionState<MacroState, FormData>(action, idle);
  useEffect(() => {
    if (state.reply) insertText(document.querySelector<HTMLTextAreaElement>(`textarea[name="${target}"]`), state.reply);
  }, [state, target]);
  return (
    <ActionFormWithState state={state} submit={submit} hidden={{ claimId }} className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_max-content] sm:items-end [&>[role=alert]]:col-span-full [&>[role=status]]:col-span-full">
      <Select name="macroId" label={words.label} empty={words.choose} options={macros.map(({ id, name }) => ({ value: id, label: name }))} />
      <SubmitButton kind="secondary">{words.submit}</SubmitButton>
      {state.reply && <p className="col-span-full whitespace-pre-wrap border-l-4 border-line pl-3">{state.reply}</p>}
    </ActionFormWithState>
  );
}
