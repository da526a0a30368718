"use client";

import { useId } from "react";
import { ActionForm } from "../form/action-form";
import { TextArea } from "../form/field";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { useLive } from "../form/use-live";
import { insertText } from "./insert-text";

interface NoteFormProps {
  action: FormAction;
  claimId: string;
  people: string[];
  words: { label: string; hint: string; submit: string; mention: string };
}

/** A note to colleagues. Names are put in by a button each, or typed after an `@`. */
export function NoteForm({ action, claimId, people, words }: NoteFormProps) {
  const live = useLive();
  const id = useId();
  return (
    <ActionForm action={action} hidden={{ claimId }} className="mt-4 space-y-3">
      <div id={id}>
        <TextArea name="note" label={words.label} hint={words.hint} rows={3} maxLength={4000} />
      </div>
      {live && people.length > 0 && (
        <div role="group" aria-label={words.mention} className="flex flex-wrap gap-1">
          {people.map((name) => (
            <button key={name} type="button" onClick={() => insertText(document.getElementById(id)?.querySelector("textarea"), `@${name} `)} className="rounded-6 border border-edge px-2 text-14 hover:underline">
              @{name}
            </button>
          ))}
        </div>
      )}
      <SubmitButton kind="secondary">{words.submit}</SubmitButton>
    </ActionForm>
  );
}
