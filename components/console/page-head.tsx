import type { ReactNode } from "react";

/** A console page's heading, what it is about in a line, and its main act on the right. */
export function PageHead({ title, children, actions }: { title: ReactNode; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="mb-4 flex flex-wrap items-start justify-between gap-3">
      <div className="min-w-0">
        <h1 className="text-22">{title}</h1>
        {children && <div className="mt-1 text-ink-soft">{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}

/** A part of a console page under its own heading. */
export function Panel({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className="mb-6 min-w-0 rounded-6 border border-line bg-surface p-4">
      <h2 className="mb-3 text-16">{title}</h2>
      {children}
    </section>
  );
}
