import Link from "next/link";
import type { ReactNode } from "react";

export type ButtonKind = "primary" | "secondary" | "danger";

const kinds: Record<ButtonKind, string> = {
  primary: "border-accent bg-accent text-on-accent",
  secondary: "border-edge bg-surface text-ink",
  danger: "border-leaked bg-surface text-leaked",
};

/** `small` fits the rows of a table, which stay as high as their text. */
export function buttonClass(kind: ButtonKind, size: "normal" | "small" = "normal"): string {
  return `inline-block rounded-6 border ${size === "small" ? "px-2 py-0.5" : "px-4 py-2"} text-center font-semibold no-underline hover:underline aria-disabled:opacity-60 ${kinds[kind]}`;
}

/** A link that is the page's next step and so looks like a button. */
export function ButtonLink({ href, kind = "primary", children }: { href: string; kind?: ButtonKind; children: ReactNode }) {
  return (
    <Link href={href} prefetch={false} className={buttonClass(kind)}>
      {children}
    </Link>
  );
}
