"use client";

import { Fault } from "@/components/layout/fault";

/** Faults of a page: the rail stays, so that the rest of the work can go on. */
export default function InsideError({ reset }: { reset: () => void }) {
  return <Fault reset={reset} />;
}
