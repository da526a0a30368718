"use client";

import { useActionState, useEffect, useRef, type ReactNode } from "react";
import { ActionFormWithState } from "../form/action-form";
import { idle, type FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";

interface TokenFormProps {
  action: FormAction;
  children: ReactNode;
  /** Where a program shows the token. */
  address: string;
  words: Record<"button" | "title" | "hint" | "how", string>;
}

/** Make an API token; the answer shows it, once. */
export function TokenForm({ action, children, address, words }: TokenFormProps) {
  const [state, submit] = useActionState(action, idle);
  const title = useRef<HTMLHeadingElement>(null);
  const token = state.status === "done" ? state.values?.token : undefined;
  useEffect(() => title.current?.focus(), [token]);
  if (token) {
    return (
      <div role="status" className="space-y-3">
        <h3 ref={title} tabIndex={-1} className="text-16">
          {words.title}
        </h3>
        <p>{words.hint}</p>
        <p className="rounded-6 border border-edge p-4 wrap-anywhere">
          <code>{token}</code>
        </p>
        <p>{words.how}</p>
        <pre className="overflow-x-auto rounded-6 border border-line p-3 text-14" tabIndex={0}>{`curl -i -H "Authorization: Bearer $TOKEN" "${address}?after=-1"`}</pre>
      </div>
    );
  }
  return (
    <ActionFormWithState state={state} submit={submit}>
      {children}
      <SubmitButton kind="secondary">{words.button}</SubmitButton>
    </ActionFormWithState>
  );
}
