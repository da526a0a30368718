"use client";

import { startTransition, useActionState, useEffect, useRef, useState, type SubmitEvent } from "react";
import { changeRevisionRows, dropEmptyRows } from "@/domain/incidents/rules";
import type { RevisionForm } from "@/domain/incidents/types";
import { ActionFormWithState } from "../form/action-form";
import { idle, type FormAction, type FormState } from "../form/form-state";
import { useUnsavedWarning } from "../form/use-unsaved-warning";
import { buttonClass } from "../ui/button";
import { EditorParts } from "./editor-parts";
import type { EditorOptions, EditorWords } from "./editor-words";
import { formValues } from "./form-values";

interface RevisionEditorProps {
  action: FormAction;
  /** The draft as a form, with `incidentId`, `number` and `edit` of what it was read from. */
  initial: RevisionForm;
  words: EditorWords;
  options: EditorOptions;
}

interface Shown {
  values: RevisionForm;
  /** Counts changes of rows: their fields are made anew. */
  version: number;
  focus: string;
  /** The answer that named rows by places that they no longer have. */
  stale: FormState | null;
}

/**
 * The whole of a draft in one form. With JavaScript rows change at once and what is typed while an answer is awaited stays; without it every button posts
 * the form, and the form comes back.
 */
export function RevisionEditor({ action, initial, words, options }: RevisionEditorProps) {
  const [state, submit, pending] = useActionState(action, idle);
  const [shown, setShown] = useState<Shown>(() => ({ values: state.values ?? initial, version: 0, focus: "", stale: null }));
  const [changes, setChanges] = useState(() => (state === idle || state.status === "done" ? 0 : 1));
  const root = useRef<HTMLDivElement>(null);
  const unsaved = changes > (state.status === "done" ? Number(state.values?.changes ?? 0) : 0);
  useUnsavedWarning(unsaved && !pending, words.leave, "[name=knewLeak]");
  useEffect(() => {
    if (shown.focus) root.current?.querySelector<HTMLElement>(`[name="${shown.focus}"], button[value="${shown.focus}"]`)?.focus();
  }, [shown]);

  const changeTo = (values: RevisionForm, focus: string) => setShown(({ version }) => ({ values, focus, version: version + 1, stale: state }));
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget, event.nativeEvent.submitter);
    const typed = formValues(form);
    if (typed.rows) {
      const changed = changeRevisionRows(typed, typed.rows);
      changeTo(changed.form, changed.focus);
      setChanges(changes + 1);
      return;
    }
    if (pending) return;
    const filled = dropEmptyRows(typed);
    if (Object.keys(filled).length < Object.keys(typed).length) changeTo(filled, "");
    form.set("changes", String(changes));
    // Not as the form's own action: that would empty the form of what is typed until the answer is there.
    startTransition(() => submit(form));
  };

  // The save that the next one builds on. It never comes from a refreshed page: its words would be newer than those in the fields.
  const { incidentId = "", number = "" } = shown.values;
  const edit = state.values?.edit ?? shown.values.edit ?? "";
  const answer = shown.stale === state ? idle : state;
  return (
    <div ref={root}>
      <ActionFormWithState
        state={{ ...answer, values: shown.values }}
        submit={submit}
        hidden={{ incidentId, number, edit }}
        onSubmit={onSubmit}
        onInput={() => setChanges((count) => count + 1)}
        autoComplete="off"
        className="space-y-4 [&_:is(a,button,fieldset,input,section,select,textarea)]:scroll-mt-28"
      >
        <div className="sticky top-0 z-10 -mx-4 flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-paper px-4 py-2 md:-mx-6 md:px-6">
          <button type="submit" aria-disabled={pending || undefined} className={buttonClass("primary")}>
            {pending ? words.saving : words.save}
          </button>
          <button type="submit" name="then" value="preview" aria-disabled={pending || undefined} className={buttonClass("secondary")}>
            {words["save-and-preview"]}
          </button>
          <p role="status" className={unsaved ? "text-possible" : "text-ink-soft"}>
            {unsaved ? words.unsaved : state.status === "done" ? words["all-saved"] : ""}
          </p>
        </div>
        <EditorParts form={shown.values} version={shown.version} words={words} options={options} />
      </ActionFormWithState>
    </div>
  );
}
