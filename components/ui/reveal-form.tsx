"use client";

import { useActionState, type ReactNode } from "react";
import { ActionFormWithState, AddressForm } from "../form/action-form";
import { Choices, TextArea, type Option } from "../form/field";
import { idle, type FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { KeyValues } from "./lists";

/** What a look can be for, where the person whose data it is reads it. */
export interface PurposeChoice {
  label: string;
  hint: string;
  options: Option[];
  /** Who reads the reason beside it. */
  reasonHint: string;
}

interface RevealFileFormProps {
  /** Where it posts to, unless a button of it says another place. */
  action?: string;
  words: { hint: string; reason: string };
  purpose?: PurposeChoice;
  budget: ReactNode;
  /** The buttons, with what stands around them. */
  children: ReactNode;
}

/** The same for what comes as a file. A file is saved beside the page; a refusal is told in a tab of its own, and what was typed still stands here. */
export function RevealFileForm({ action, words, purpose, budget, children }: RevealFileFormProps) {
  return (
    <AddressForm action={action} target="_blank" className="space-y-3">
      <div className="space-y-1">
        <p className="text-ink-soft">{words.hint}</p>
        {budget}
      </div>
      {purpose && <Purpose {...purpose} />}
      <TextArea name="reason" label={words.reason} hint={purpose?.reasonHint} rows={2} required minLength={10} maxLength={1000} />
      {children}
    </AddressForm>
  );
}

interface RevealFormProps {
  action: FormAction;
  hidden: Record<string, string>;
  words: { open: string; hint: string; reason: string; submit: string; revealed: string };
  purpose?: PurposeChoice;
  /** Names of what may come back, in their order. */
  fields: { name: string; label: string }[];
  /** What else to know before: how much may still be looked at. */
  budget: ReactNode;
}

/** Personal data behind a reason. It says before that the look will be recorded, and shows the data once: it is in no page that could be kept or sent on. */
export function RevealForm({ action, hidden, words, purpose, fields, budget }: RevealFormProps) {
  const [state, submit] = useActionState(action, idle);
  if (state.status === "done") {
    const values = state.values ?? {};
    return (
      <div role="status">
        <KeyValues rows={fields.filter(({ name }) => values[name]).map(({ name, label }) => ({ name: label, value: values[name] }))} />
        <p className="mt-2 text-ink-soft">{words.revealed}</p>
      </div>
    );
  }
  return (
    <details open={state.status !== "idle"}>
      <summary className="text-accent">{words.open}</summary>
      <div className="mt-2 mb-3 space-y-1">
        <p className="text-ink-soft">{words.hint}</p>
        {budget}
      </div>
      <ActionFormWithState state={state} submit={submit} hidden={hidden} className="space-y-3">
        {purpose && <Purpose {...purpose} />}
        <TextArea name="reason" label={words.reason} hint={purpose?.reasonHint} rows={2} maxLength={1000} />
        <SubmitButton kind="secondary">{words.submit}</SubmitButton>
      </ActionFormWithState>
    </details>
  );
}

/** Nothing is chosen beforehand: it would be left at what stands first, and say nothing. */
function Purpose({ label, hint, options }: PurposeChoice) {
  return <Choices name="purpose" label={label} hint={hint} options={options} required plain />;
}
