"use client";

import { createContext, type ReactNode } from "react";

/**
 * How a form asks its person to show again who they are, over the page as it stands; `onProven` sends the same once more. Only the console has a way; where no script runs, the
 * link in the form's answer leads to a page of its own.
 */
export const Proof = createContext<((asked: number, onProven: () => void) => ReactNode) | null>(null);
