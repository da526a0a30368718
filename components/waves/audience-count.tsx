"use client";

import { useEffect, useRef, useState } from "react";
import { useField } from "../form/action-form";
import { idle, type FormState } from "../form/form-state";

/** After the last change before the number is asked for, after a guess before the exact one is, and between looks whether it is there. Milliseconds. */
const PAUSE = { change: 250, guess: 1_500, look: 1_000 };

export interface CountState extends FormState {
  /** The number is a guess, and asking with `exact` has it counted. */
  open?: boolean;
}

interface AudienceCountProps {
  action: (state: CountState, form: FormData) => Promise<CountState>;
  initial: CountState;
}

/** How many people the form around it speaks of now: asked anew whenever something in it is changed, a guess first where counting takes time. */
export function AudienceCount({ action, initial }: AudienceCountProps) {
  const place = useRef<HTMLDivElement>(null);
  const { id, errors } = useField("audience");
  const [answer, setAnswer] = useState(initial);
  const [counting, setCounting] = useState(false);
  useEffect(() => {
    const form = place.current?.closest("form");
    if (!form) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let turn = 0;
    const ask = async (exact: boolean) => {
      const mine = ++turn;
      const input = new FormData(form);
      if (exact) input.set("exact", "1");
      const found = await action(idle, input);
      // Something was changed while this was asked.
      if (mine !== turn) return;
      setAnswer(found);
      setCounting(found.open === true);
      if (found.open) timer = setTimeout(() => void ask(true), exact ? PAUSE.look : PAUSE.guess);
    };
    const later = (exact: boolean, pause: number) => {
      clearTimeout(timer);
      turn++;
      timer = setTimeout(() => void ask(exact), pause);
    };
    const changed = () => {
      setCounting(true);
      later(false, PAUSE.change);
    };
    form.addEventListener("change", changed);
    if (wasChanged(form)) later(false, 0);
    else if (initial.open) later(true, PAUSE.guess);
    return () => {
      turn++;
      clearTimeout(timer);
      form.removeEventListener("change", changed);
    };
  }, [action, initial]);
  const told = answer.message ?? Object.values(answer.fields ?? {})[0]?.join(" ");
  return (
    <div ref={place} id={id} tabIndex={-1}>
      {errors.length > 0 && <p className="mb-1 font-semibold text-leaked">{errors.join(" ")}</p>}
      <p role="status" aria-busy={counting} className="border-l-4 border-accent bg-surface px-4 py-3 text-16 font-semibold tabular-nums">
        {told}
      </p>
    </div>
  );
}

/** Whether something stands in a form that the page did not come with: chosen before this listened, or put back by the browser. */
function wasChanged(form: HTMLFormElement): boolean {
  return [...form.elements].some((control) => {
    if (control instanceof HTMLSelectElement) return control.value !== ([...control.options].find(({ defaultSelected }) => defaultSelected) ?? control.options[0])?.value;
    if (!(control instanceof HTMLInputElement)) return false;
    return control.type === "checkbox" || control.type === "radio" ? control.checked !== control.defaultChecked : control.value !== control.defaultValue;
  });
}
