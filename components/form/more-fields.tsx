"use client";

import type { ReactNode } from "react";
import { useErrors } from "./action-form";

/** Fields that most people leave as they are: closed, and opened by a mistake in one of `names`, so that what the error summary leads to is in sight. */
export function MoreFields({ label, hint, names, children }: { label: ReactNode; hint?: ReactNode; names: readonly string[]; children: ReactNode }) {
  const wrong = useErrors(names);
  return (
    <details open={wrong || undefined}>
      <summary className="font-semibold text-accent">{label}</summary>
      {hint && <p className="mt-1 text-ink-soft">{hint}</p>}
      <div className="mt-4 space-y-5">{children}</div>
    </details>
  );
}
