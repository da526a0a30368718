"use client";

import { useRef, type SyntheticEvent } from "react";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const isControl = (target: EventTarget): target is Control => target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;

/** How to give a control again what it holds now. */
function keep(control: Control): () => void {
  if (control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio")) {
    const { checked } = control;
    return () => (control.checked = checked);
  }
  if (control instanceof HTMLInputElement && control.type === "file") {
    const chosen = new DataTransfer();
    for (const file of control.files ?? []) chosen.items.add(file);
    return () => (control.files = chosen.files);
  }
  const { value } = control;
  return () => (control.value = value);
}

/**
 * Handlers of a form for what is typed between its post and the answer. React resets a form when the answer of its action comes, so that it shows what
 * the answer holds; what somebody typed meanwhile is in no answer, and stays.
 */
export function useTypedSince() {
  const typed = useRef<Map<Control, () => void>>(undefined);
  return {
    onSubmit: () => {
      typed.current = new Map();
    },
    onInput: ({ target }: SyntheticEvent) => {
      if (isControl(target)) typed.current?.set(target, keep(target));
    },
    /** The event comes before the controls change. */
    onReset: () => {
      const back = [...(typed.current?.values() ?? [])];
      typed.current = undefined;
      queueMicrotask(() => {
        for (const give of back) give();
      });
    },
  };
}
