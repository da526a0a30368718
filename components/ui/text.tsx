import type { ReactNode } from "react";
import { formatBrief, formatMoney, formatTime } from "@/content/formats";
import type { Locale } from "@/db/values/locales";

export { formatBrief, formatCount, formatMoney, formatPercent, formatTime, zoneName } from "@/content/formats";

/** A moment with its zone, as the language writes it; `brief` is short and of one width, for columns. */
export function Time({ at, locale, timeZone = "Asia/Seoul", dateOnly = false, brief = false }: { at: Date; locale: Locale; timeZone?: string; dateOnly?: boolean; brief?: boolean }) {
  return (
    <time dateTime={at.toISOString()} className={brief ? "whitespace-nowrap tabular-nums" : undefined}>
      {brief ? formatBrief(at, timeZone) : formatTime(at, locale, timeZone, dateOnly)}
    </time>
  );
}

/** Money in whole units of the currency; the won has no smaller one. `minor` is in minor units. */
export function Money({ minor, currency, locale }: { minor: bigint; currency: string; locale: Locale }) {
  return <span className="tabular-nums">{formatMoney(minor, currency, locale)}</span>;
}

/** The link that calls a number as it is written. */
export function telephone(phone: string): string {
  return `tel:${phone.replaceAll(/[^+\d]/g, "")}`;
}

/** Something that stands out from the text around it. */
export function Callout({ kind = "info", title, children }: { kind?: "info" | "leaked" | "possible"; title?: ReactNode; children: ReactNode }) {
  const edge = { info: "border-accent", leaked: "border-leaked", possible: "border-possible" }[kind];
  return (
    <div className={`border-l-4 bg-surface px-4 py-3 ${edge}`}>
      {title && <p className="font-semibold">{title}</p>}
      {children}
    </div>
  );
}

/** A small word in a frame: the state of a row. */
export function Badge({ tone = "plain", children }: { tone?: "plain" | "leaked" | "possible" | "good" | "accent"; children: ReactNode }) {
  const colour = { plain: "text-ink-soft border-edge", leaked: "text-leaked border-leaked", possible: "text-possible border-possible", good: "text-good border-good", accent: "text-accent border-accent" }[tone];
  return <span className={`inline-block whitespace-nowrap rounded-6 border px-2 text-14 ${colour}`}>{children}</span>;
}

/** Personal data shown masked. */
export function Masked({ children }: { children: string }) {
  return <span className="whitespace-nowrap tabular-nums">{children}</span>;
}

/** What a list says when it has nothing: why, and what to do next. */
export function EmptyState({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <div className="rounded-6 border border-dashed border-edge p-8 text-center">
      <p className="font-semibold">{title}</p>
      {children && <div className="mt-2 text-ink-soft">{children}</div>}
    </div>
  );
}
