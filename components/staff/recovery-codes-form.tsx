"use client";

import { useActionState } from "react";
import { ActionFormWithState } from "../form/action-form";
import { idle, type FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";

/** Make new recovery codes; the answer shows them, once. */
export function RecoveryCodesForm({ action, words }: { action: FormAction; words: Record<"button" | "title" | "hint", string> }) {
  const [state, submit] = useActionState(action, idle);
  const codes = state.status === "done" ? state.values?.codes?.split(" ") : undefined;
  if (codes) {
    return (
      <div role="status" className="space-y-3">
        <h3 className="text-16">{words.title}</h3>
        <p>{words.hint}</p>
        <ol className="grid max-w-140 list-inside list-decimal gap-x-8 gap-y-1 rounded-6 border border-edge p-4 sm:grid-cols-2">
          {codes.map((code) => (
            <li key={code} className="tabular-nums">
              {code}
            </li>
          ))}
        </ol>
      </div>
    );
  }
  return (
    <ActionFormWithState state={state} submit={submit} hidden={{ make: "yes" }}>
      <SubmitButton kind="secondary">{words.button}</SubmitButton>
    </ActionFormWithState>
  );
}
