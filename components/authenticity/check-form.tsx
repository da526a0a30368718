"use client";

import { useActionState, type ReactNode } from "react";
import { ActionFormWithState } from "../form/action-form";
import { idle, type FormState } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { CheckAnswerView, type CheckAnswer, type CheckAnswerWords } from "./check-answer";

export interface CheckState extends FormState {
  answer?: CheckAnswer;
}

interface CheckFormProps {
  action: (state: CheckState, form: FormData) => Promise<CheckState>;
  locale: string;
  submit: string;
  pending: string;
  words: CheckAnswerWords;
  children: ReactNode;
}

/** Something to be checked, and below it what was found. The answer is in no address and is kept nowhere. */
export function CheckForm({ action, locale, submit, pending, words, children }: CheckFormProps) {
  const [state, post] = useActionState<CheckState, FormData>(action, idle);
  return (
    <>
      <ActionFormWithState state={state} submit={post} hidden={{ locale }} className="space-y-4">
        {children}
        <SubmitButton pending={pending}>{submit}</SubmitButton>
      </ActionFormWithState>
      {state.answer && (
        <div role="status" className="mt-6">
          <CheckAnswerView answer={state.answer} words={words} />
        </div>
      )}
    </>
  );
}
