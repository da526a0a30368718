"use client";

import { useActionState, useRef } from "react";
import { idle, type FormAction } from "../form/form-state";

/** Which incident the console shows. Choosing is enough; without JavaScript there is the button. */
export function IncidentSwitcher({ action, label, go, current, options }: { action: FormAction; label: string; go: string; current: string; options: { value: string; label: string }[] }) {
  const [, submit] = useActionState(action, idle);
  const form = useRef<HTMLFormElement>(null);
  return (
    <form ref={form} action={submit} className="flex min-w-0 items-center gap-2">
      <select name="incident" aria-label={label} defaultValue={current} key={current} onChange={() => form.current?.requestSubmit()} className="min-w-0 max-w-full rounded-6 border border-edge bg-surface px-2 py-1">
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <noscript>
        <button className="rounded-6 border border-edge px-2 py-1">{go}</button>
      </noscript>
    </form>
  );
}
