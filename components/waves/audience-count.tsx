"use client";

import { useEffect, useRef, useState, useTransition } from "react";
import { idle, type FormAction } from "../form/form-state";

/** How many people the form around it speaks of now: asked anew whenever something in it is changed. */
export function AudienceCount({ action, initial }: { action: FormAction; initial: string }) {
  const place = useRef<HTMLParagraphElement>(null);
  const [text, setText] = useState(initial);
  const [counting, start] = useTransition();
  useEffect(() => {
    const form = place.current?.closest("form");
    const count = () =>
      start(async () => {
        const { message } = await action(idle, new FormData(form ?? undefined));
        if (message) setText(message);
      });
    form?.addEventListener("change", count);
    return () => form?.removeEventListener("change", count);
  }, [action]);
  return (
    <p ref={place} role="status" aria-busy={counting} className="border-l-4 border-accent bg-surface px-4 py-3 text-16 font-semibold tabular-nums">
      {text}
    </p>
  );
}
