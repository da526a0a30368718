import type { ReactNode } from "react";
import { SkipLink } from "../layout/skip-link";
import { NavLink } from "./nav-link";

interface ConsoleShellProps {
  words: { skip: string; nav: string };
  items: { href: string; text: string; /** What waits there for whoever looks: a figure, and what it means for those who only hear it. */ news?: { count: string; says: string } | undefined }[];
  /** What everybody has to know before anything else; null when there is nothing. */
  banner: ReactNode;
  switcher: ReactNode;
  clock: ReactNode;
  account: ReactNode;
  children: ReactNode;
}

/** The console's frame: rail on the left (on top where it is narrow), head with incident, deadline and account, content. */
export function ConsoleShell({ words, items, banner, switcher, clock, account, children }: ConsoleShellProps) {
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[12rem_1fr] md:grid-rows-[auto_1fr]">
      <SkipLink>{words.skip}</SkipLink>
      <header className="no-print border-b border-line bg-surface md:col-span-2">
        {banner}
        <div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-2">
          <strong className="text-16">Amends</strong>
          {switcher}
          {clock}
          <div className="ml-auto flex items-center gap-4">{account}</div>
        </div>
      </header>
      <nav aria-label={words.nav} className="no-print border-b border-line p-2 md:border-b-0 md:border-r md:p-3">
        <ul className="flex flex-wrap gap-1 md:sticky md:top-3 md:flex-col">
          {items.map((item) => (
            <li key={item.href}>
              <NavLink href={item.href}>
                {item.text}
                {item.news && (
                  <>
                    {" "}
                    <span aria-hidden="true" className="rounded-6 border px-1 text-14 tabular-nums">
                      {item.news.count}
                    </span>
                    <span className="sr-only">{item.news.says}</span>
                  </>
                )}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <main id="content" tabIndex={-1} className="min-w-0 p-4 md:p-6">
        {children}
      </main>
    </div>
  );
}
