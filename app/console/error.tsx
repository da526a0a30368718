"use client";

import { Fault } from "@/components/layout/fault";

/** Faults outside the frame, or of the frame itself. */
export default function ConsoleError({ reset }: { reset: () => void }) {
  return (
    <main id="content">
      <Fault reset={reset} />
    </main>
  );
}
