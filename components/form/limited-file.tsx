"use client";

import { useState, type ChangeEvent } from "react";
import { FileField } from "./field";

interface LimitedFileProps {
  name: string;
  label: string;
  hint: string;
  accept: string;
  /** Bytes. */
  most: number;
  tooLarge: string;
}

/** A file that is told to be too large before it is sent: the server takes no more than its limit, and could then say nothing of it. */
export function LimitedFile({ name, label, hint, accept, most, tooLarge }: LimitedFileProps) {
  const [large, setLarge] = useState(false);
  const look = (event: ChangeEvent<HTMLDivElement>) => {
    const input: unknown = event.target;
    if (!(input instanceof HTMLInputElement)) return;
    const size = input.files?.[0]?.size ?? 0;
    setLarge(size > most);
    if (size > most) input.value = "";
  };
  return (
    <div onChange={look}>
      <FileField name={name} label={label} hint={hint} accept={accept} />
      <p aria-live="polite" className="mt-1 font-semibold text-leaked empty:hidden">
        {large ? tooLarge : ""}
      </p>
    </div>
  );
}
