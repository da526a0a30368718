import type { ReactNode } from "react";

interface OwnRowProps {
  title: ReactNode;
  facts: ReactNode;
  /** What can be done with it, or why nothing can. */
  children: ReactNode;
}

/** A line of what is one's own: a session, a passkey, a token. */
export function OwnRow({ title, facts, children }: OwnRowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-2 font-semibold wrap-anywhere">{title}</p>
        <p className="text-ink-soft">{facts}</p>
      </div>
      {children}
    </li>
  );
}
