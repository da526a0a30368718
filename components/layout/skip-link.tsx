import type { ReactNode } from "react";

/** First stop of the keyboard: straight to the content. */
export function SkipLink({ children }: { children: ReactNode }) {
  return (
    <a href="#content" className="no-print absolute left-4 top-2 z-10 -translate-y-20 rounded-6 bg-accent px-4 py-2 text-16 text-on-accent focus:translate-y-0">
      {children}
    </a>
  );
}
