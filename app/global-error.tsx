"use client";

import "@/app/globals.css";
import { Fault } from "@/components/layout/fault";
import { defaultLocale } from "@/db/values/locales";

/** Faults of what stands around all pages. The framework's own page for these has inline styles, which the policy of our pages stops. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang={defaultLocale}>
      <body className="text-18">
        <title>문제가 생겼습니다 · Something went wrong</title>
        <main id="content">
          <Fault reset={reset} />
        </main>
      </body>
    </html>
  );
}
