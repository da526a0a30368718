import type { ReactNode } from "react";

interface PortalPageProps {
  /** What stands in the head: the organisation and what this is about. */
  head: ReactNode;
  languages: ReactNode;
  foot?: ReactNode;
  children: ReactNode;
}

/** The public side's one column of 40 rem: head, content, foot. */
export function PortalPage({ head, languages, foot, children }: PortalPageProps) {
  return (
    <div className="mx-auto flex min-h-dvh max-w-[42rem] flex-col px-4">
      <header className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-b border-line py-4 text-16">
        <div className="text-ink-soft">{head}</div>
        <div className="no-print">{languages}</div>
      </header>
      <main id="content" className="flex-1 py-8">
        {children}
      </main>
      {foot && <footer className="border-t border-line py-6 text-14 text-ink-soft">{foot}</footer>}
    </div>
  );
}
