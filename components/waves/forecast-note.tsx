"use client";

import { useEffect, useRef, useState } from "react";
import { idle, type FormAction, type FormState } from "../form/form-state";

/** After the last change before the forecast is asked for, in milliseconds. */
const PAUSE = 400;

/** When the wave in the form around it would be through, and whether that keeps what it has to: asked at first sight and anew whenever something in the form is changed. */
export function ForecastNote({ action }: { action: FormAction }) {
  const place = useRef<HTMLDivElement>(null);
  const [answer, setAnswer] = useState<FormState>(idle);
  useEffect(() => {
    const form = place.current?.closest("form");
    if (!form) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let turn = 0;
    const ask = async () => {
      const mine = ++turn;
      const found = await action(idle, new FormData(form));
      // Something was changed while this was asked.
      if (mine === turn) setAnswer(found);
    };
    const later = () => {
      turn++;
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), PAUSE);
    };
    form.addEventListener("change", later);
    later();
    return () => {
      turn++;
      clearTimeout(timer);
      form.removeEventListener("change", later);
    };
  }, [action]);
  const problems = [...new Set(Object.values(answer.fields ?? {}).flat())];
  return (
    <div ref={place} role="status" className={answer.status === "idle" ? "" : `border-l-4 px-4 py-3 ${answer.status === "done" ? "border-accent" : "border-leaked"}`}>
      {answer.title && answer.status !== "invalid" && <p className="font-semibold">{answer.title}</p>}
      {(answer.message ? [answer.message] : problems).flatMap((text) => text.split("\n")).map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}
