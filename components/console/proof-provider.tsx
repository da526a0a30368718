"use client";

import { useActionState, useEffect, useEffectEvent, useId, useRef, type ReactNode } from "react";
import { ActionFormWithState } from "../form/action-form";
import { CodeField, TextField } from "../form/field";
import { idle, type FormAction } from "../form/form-state";
import { Proof } from "../form/proof";
import { SubmitButton } from "../form/submit-button";
import { buttonClass } from "../ui/button";

type Words = Record<"title" | "intro" | "password" | "code" | "codeHint" | "submit" | "cancel", string>;

/** Gives the forms below it the dialog in which somebody shows again who they are. */
export function ProofProvider({ action, words, children }: { action: FormAction; words: Words; children: ReactNode }) {
  return <Proof value={(asked, onProven) => <ProofDialog key={asked} action={action} words={words} onProven={onProven} />}>{children}</Proof>;
}

function ProofDialog({ action, words, onProven }: { action: FormAction; words: Words; onProven: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [state, submit] = useActionState(action, idle);
  const title = useId();
  // Once for each answer, however often the form below is drawn meanwhile.
  const goOn = useEffectEvent(onProven);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    if (state.status !== "done") return;
    dialog.current?.close();
    goOn();
  }, [state]);
  return (
    <dialog ref={dialog} aria-labelledby={title} className="m-auto w-96 max-w-[calc(100vw-2rem)] rounded-6 border border-edge bg-surface p-6 text-left text-ink shadow-float">
      <h2 id={title} className="mb-2 text-18 font-bold">
        {words.title}
      </h2>
      <p className="mb-4">{words.intro}</p>
      <ActionFormWithState state={state} submit={submit} className="space-y-4">
        <TextField name="password" type="password" label={words.password} autoComplete="current-password" required />
        <CodeField name="code" label={words.code} hint={words.codeHint} />
        <div className="flex flex-wrap gap-3">
          <SubmitButton>{words.submit}</SubmitButton>
          <button type="button" onClick={() => dialog.current?.close()} className={buttonClass("secondary")}>
            {words.cancel}
          </button>
        </div>
      </ActionFormWithState>
    </dialog>
  );
}
