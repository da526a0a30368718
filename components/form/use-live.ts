"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether the page listens: what works by JavaScript alone is shown from then on, and never without it. */
export function useLive(): boolean {
  return useSyncExternalStore(never, () => true, () => false);
}
