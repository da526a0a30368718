"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { buttonClass, type ButtonKind } from "../ui/button";

interface SubmitButtonProps {
  children: ReactNode;
  kind?: ButtonKind;
  small?: boolean;
  name?: string;
  value?: string;
  pending?: string;
  /** A key of the console that presses it, and what the help says of it. */
  shortcut?: { key: string; says: string };
}

/** The button that posts its form. It says what it does; while the answer is awaited it cannot be pressed again. */
export function SubmitButton({ children, kind = "primary", small, name, value, pending: pendingText, shortcut }: SubmitButtonProps) {
  const { pending } = useFormStatus();
  return (
    <button type="submit" name={name} value={value} {...(shortcut && { "data-key": shortcut.key, "data-key-says": shortcut.says })} aria-disabled={pending || undefined} onClick={(event) => pending && event.preventDefault()} className={buttonClass(kind, small ? "small" : "normal")}>
      {pending && pendingText ? pendingText : children}
    </button>
  );
}
