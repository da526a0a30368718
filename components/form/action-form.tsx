"use client";

import { createContext, startTransition, useActionState, useContext, useEffect, useId, useRef, useState, useSyncExternalStore, type ComponentProps, type ReactNode } from "react";
import { idle, type FormAction, type FormState } from "./form-state";
import { Proof } from "./proof";
import { useTypedSince } from "./use-typed-since";

const Form = createContext<{ state: FormState; prefix: string }>({ state: idle, prefix: "" });

/** Element id, problems and typed value of one field, as the last answer of the action left them. */
export function useField(name: string): { id: string; errors: string[]; value: string | undefined } {
  const { state, prefix } = useContext(Form);
  return { id: fieldId(prefix, name), errors: state.fields?.[name] ?? [], value: state.values?.[name] };
}

/** Whether any of some fields has a problem. */
export function useErrors(names: readonly string[]): boolean {
  const { state } = useContext(Form);
  return names.some((name) => (state.fields?.[name]?.length ?? 0) > 0);
}

/** Two forms of one page may have a field of the same name. */
function fieldId(prefix: string, name: string): string {
  return `${prefix}-${name}`;
}

/** A form that is posted to an address as forms always were: what comes back is no answer to it. */
export function AddressForm(props: ComponentProps<"form">) {
  const prefix = useId();
  return (
    <Form value={{ state: idle, prefix }}>
      <form method="post" {...props} />
    </Form>
  );
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
export function ActionForm({ action, ...rest }: ActionFormProps) {
  const [state, submit] = useActionState(action, idle);
  return <ActionFormWithState state={state} submit={submit} {...rest} />;
}

/** The same for a caller that shows something else once the answer is there, and so holds the state itself. */
export function ActionFormWithState({ state, submit, children, className, hidden = {}, answer = state, onSubmit, onInput, ...rest }: Omit<ActionFormProps, "action"> & { state: FormState; submit: (form: FormData) => void; /** What the focus goes to the summary for, where the state changes as one types. */ answer?: FormState } & Pick<ComponentProps<"form">, "id" | "onSubmit" | "onInput" | "autoComplete">) {
  const prefix = useId();
  const askForProof = useContext(Proof);
  const [asked, setAsked] = useState({ state, times: 0 });
  if (asked.state !== state) setAsked({ state, times: asked.times + 1 });
  // What was sent, with its files and the button that was pressed: it is sent again once its person has shown who they are.
  const [sent, setSent] = useState<FormData>();
  const typedSince = useTypedSince();
  return (
    <>
      <form
        action={submit}
        onSubmit={(event) => {
          setSent(new FormData(event.currentTarget, event.nativeEvent.submitter));
          typedSince.onSubmit();
          onSubmit?.(event);
        }}
        onInput={(event) => {
          typedSince.onInput(event);
          onInput?.(event);
        }}
        onReset={typedSince.onReset}
        className={className ?? "space-y-6"}
        noValidate
        {...rest}
      >
        <Form value={{ state, prefix }}>
          <Answer state={state} answer={answer} prefix={prefix} />
          {Object.entries(hidden).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          {children}
        </Form>
      </form>
      {state.status === "prove" && askForProof?.(asked.times, () => sent && startTransition(() => submit(sent)))}
    </>
  );
}

function Answer({ state, answer, prefix }: { state: FormState; answer: FormState; prefix: string }) {
  const box = useRef<HTMLDivElement & HTMLParagraphElement>(null);
  const problem = state.status === "invalid" || state.status === "refused" || state.status === "prove";
  // What was done takes the focus too: after a long form on a telephone it would stand above what is in sight.
  useEffect(() => box.current?.focus(), [answer]);
  if (state.status === "done") {
    return state.message ? (
      <p ref={box} role="status" tabIndex={-1} className="border-l-4 border-accent bg-surface px-4 py-3">
        {state.message}
      </p>
    ) : null;
  }
  if (!problem) return null;
  const general = [...(state.message ? [state.message] : []), ...(state.fields?.form ?? [])];
  return (
    <div ref={box} role="alert" tabIndex={-1} className="rounded-6 border-2 border-leaked bg-surface p-4">
      <h2 className="text-18 font-bold">{state.title}</h2>
      <ul className="mt-2 space-y-1">
        {general.map((text) => (
          <li key={text}>{text}</li>
        ))}
        <FieldProblems fields={state.fields ?? {}} prefix={prefix} />
      </ul>
      {state.link && (
        <p className="mt-2">
          <a href={state.link.href} target="_blank" rel="noreferrer">
            {state.link.text}
          </a>
        </p>
      )}
    </div>
  );
}

/** A link to each field with a problem, in the order of the fields; where several have the same, by its name. */
function FieldProblems({ fields, prefix }: { fields: NonNullable<FormState["fields"]>; prefix: string }) {
  const names = Object.keys(fields).filter((name) => name !== "form");
  const labels = useLabels(names.map((name) => fieldId(prefix, name)));
  const place = (name: string) => labels.findIndex(([id]) => id === fieldId(prefix, name));
  const problems = names.sort((a, b) => place(a) - place(b)).flatMap((name) => (fields[name] ?? []).map((text) => ({ name, text, label: labels[place(name)]?.[1] })));
  return problems.map(({ name, text, label }) => (
    <li key={`${name}-${text}`}>
      <a href={`#${fieldId(prefix, name)}`} className="text-leaked">
        {label && problems.some((other) => other.text === text && other.name !== name) ? `${label}: ${text}` : text}
      </a>
    </li>
  ));
}

const never = () => () => {};

/** Ids of controls with what each is called, in the order of the page, which alone knows both. Before there is a page there are none. */
function useLabels(ids: string[]): [id: string, label: string][] {
  const read = () => {
    const controls = ids.flatMap((id) => document.getElementById(id) ?? []).sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    return JSON.stringify(controls.map((control) => [control.id, labelOf(control)]));
  };
  return JSON.parse(useSyncExternalStore(never, read, () => "[]")) as [string, string][];
}

function labelOf(control: HTMLElement): string {
  const choice = control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox");
  const label = choice ? control.closest("fieldset")?.querySelector("legend") : control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement ? control.labels?.[0] : null;
  return label?.textContent.trim() ?? "";
}
