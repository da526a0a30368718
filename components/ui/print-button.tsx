"use client";

import { useSyncExternalStore, type ReactNode } from "react";
import { buttonClass } from "./button";

const never = () => () => undefined;

/** Prints the page. Without JavaScript there is nothing to press, so nothing is shown. */
export function PrintButton({ children }: { children: ReactNode }) {
  const scripted = useSyncExternalStore(never, () => true, () => false);
  return scripted ? (
    <button type="button" onClick={() => window.print()} className={buttonClass("secondary")}>
      {children}
    </button>
  ) : null;
}
