"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

/** A link of the rail; it knows whether it leads to where one is. */
export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const path = usePathname();
  const here = href === "/console" ? path === href : path === href || path.startsWith(`${href}/`);
  return (
    <Link href={href} prefetch={false} aria-current={here ? "page" : undefined} className={`block rounded-6 px-2 py-1 no-underline hover:underline ${here ? "bg-accent font-semibold text-on-accent" : "text-ink"}`}>
      {children}
    </Link>
  );
}
