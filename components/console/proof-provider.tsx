"use client";

import { useActionState, useEffect, useEffectEvent, useId, useRef, type ComponentProps, type ReactNode } from "react";
import { ActionFormWithState } from "../form/action-form";
import { CodeField, TextField } from "../form/field";
import { idle, type FormAction } from "../form/form-state";
import { Proof } from "../form/proof";
import { SubmitButton } from "../form/submit-button";
import { PasskeyForm } from "../staff/passkey-form";
import { PROVEN } from "../staff/tell-proven";
import { buttonClass } from "../ui/button";

type Words = Record<"title" | "intro" | "password" | "code" | "codeHint" | "submit" | "cancel", string>;
/** For whoever came through the company's sign-in: it opens in another tab, and this one waits to hear of it. */
type CompanyWords = Record<"title" | "intro" | "open" | "cancel", string>;

/** For whoever has a passkey: it comes first, and password and code stay for who has it not at hand. */
interface PasskeyWay {
  ask: FormAction;
  finish: FormAction;
  words: ComponentProps<typeof PasskeyForm>["words"];
}

/** Gives the forms below it the dialog in which somebody shows again who they are. */
export function ProofProvider({ action, words, company, passkey, children }: { action: FormAction; words: Words; company?: CompanyWords; passkey?: PasskeyWay; children: ReactNode }) {
  return <Proof value={(asked, onProven) => (company ? <CompanyDialog key={asked} words={company} onProven={onProven} /> : <ProofDialog key={asked} action={action} words={words} passkey={passkey} onProven={onProven} />)}>{children}</Proof>;
}

function CompanyDialog({ words, onProven }: { words: CompanyWords; onProven: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const goOn = useEffectEvent(onProven);
  useEffect(() => {
    dialog.current?.showModal();
    const channel = new BroadcastChannel(PROVEN);
    channel.onmessage = () => {
      // It is one act that waits, however many tabs tell of a proof.
      channel.close();
      dialog.current?.close();
      goOn();
    };
    return () => channel.close();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={title} className={dialogClass}>
      <h2 id={title} className="mb-2 text-18 font-bold">
        {words.title}
      </h2>
      <p className="mb-4">{words.intro}</p>
      <div className="flex flex-wrap gap-3">
        <a href="/console/prove" target="_blank" rel="noopener noreferrer" className={buttonClass("primary")}>
          {words.open}
        </a>
        <button type="button" onClick={() => dialog.current?.close()} className={buttonClass("secondary")}>
          {words.cancel}
        </button>
      </div>
    </dialog>
  );
}

const dialogClass = "m-auto w-96 max-w-[calc(100vw-2rem)] rounded-6 border border-edge bg-surface p-6 text-left text-ink shadow-float";

function ProofDialog({ action, words, passkey, onProven }: { action: FormAction; words: Words; passkey: PasskeyWay | undefined; onProven: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [state, submit] = useActionState(action, idle);
  const title = useId();
  // Once for each answer, however often the form below is drawn meanwhile.
  const goOn = useEffectEvent(onProven);
  useEffect(() => dialog.current?.showModal(), []);
  const proven = useEffectEvent(() => {
    dialog.current?.close();
    goOn();
  });
  useEffect(() => {
    if (state.status === "done") proven();
  }, [state]);
  return (
    <dialog ref={dialog} aria-labelledby={title} className={dialogClass}>
      <h2 id={title} className="mb-2 text-18 font-bold">
        {words.title}
      </h2>
      <p className="mb-4">{words.intro}</p>
      {passkey && (
        <div className="mb-6">
          <PasskeyForm
            {...passkey}
            onDone={() => {
              dialog.current?.close();
              onProven();
            }}
          />
        </div>
      )}
      <ActionFormWithState state={state} submit={submit} className="space-y-4">
        <TextField name="password" type="password" label={words.password} autoComplete="current-password" required />
        <CodeField name="code" label={words.code} hint={words.codeHint} />
        <div className="flex flex-wrap gap-3">
          <SubmitButton kind={passkey ? "secondary" : "primary"}>{words.submit}</SubmitButton>
          <button type="button" onClick={() => dialog.current?.close()} className={buttonClass("secondary")}>
            {words.cancel}
          </button>
        </div>
      </ActionFormWithState>
    </dialog>
  );
}
