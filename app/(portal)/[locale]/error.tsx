"use client";

import { Fault } from "@/components/layout/fault";

export default function PortalError({ reset }: { reset: () => void }) {
  return (
    <main id="content">
      <Fault reset={reset} />
    </main>
  );
}
