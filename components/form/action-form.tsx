"use client";

import { createContext, useActionState, useContext, useEffect, useRef, type ReactNode } from "react";
import { idle, type FormAction, type FormState } from "./form-state";

const State = createContext<FormState>(idle);

/** Problems and typed value of one field, as the last answer of the action left them. */
export function useField(name: string): { errors: string[]; value: string | undefined } {
  const state = useContext(State);
  return { errors: state.fields?.[name] ?? [], value: state.values?.[name] };
}

interface ActionFormProps {
  action: FormAction;
  children: ReactNode;
  className?: string;
  /** Values that travel with the form and are not typed. */
  hidden?: Record<string, string>;
}

/**
 * A form that posts to a server action, with and without JavaScript. The answer is shown above the fields: an error summary that takes the focus, or
 * what was done.
 */
export function ActionForm({ action, children, className, hidden = {} }: ActionFormProps) {
  const [state, submit] = useActionState(action, idle);
  return (
    <form action={submit} className={className ?? "space-y-6"} noValidate>
      <State value={state}>
        <Answer state={state} />
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {children}
      </State>
    </form>
  );
}

function Answer({ state }: { state: FormState }) {
  const box = useRef<HTMLDivElement>(null);
  const problem = state.status === "invalid" || state.status === "refused";
  useEffect(() => {
    if (problem) box.current?.focus();
  }, [problem, state]);
  if (state.status === "done") {
    return state.message ? (
      <p role="status" className="border-l-4 border-accent bg-surface px-4 py-3">
        {state.message}
      </p>
    ) : null;
  }
  if (!problem) return null;
  const named = Object.entries(state.fields ?? {}).filter(([name]) => name !== "form");
  const general = [...(state.message ? [state.message] : []), ...(state.fields?.form ?? [])];
  return (
    <div ref={box} role="alert" tabIndex={-1} className="rounded-6 border-2 border-leaked bg-surface p-4">
      <h2 className="text-18 font-bold">{state.title}</h2>
      <ul className="mt-2 space-y-1">
        {general.map((text) => (
          <li key={text}>{text}</li>
        ))}
        {named.flatMap(([name, texts]) =>
          texts.map((text) => (
            <li key={`${name}-${text}`}>
              <a href={`#field-${name}`} className="text-leaked">
                {text}
              </a>
            </li>
          )),
        )}
      </ul>
    </div>
  );
}
