import type { ReactNode } from "react";
import type { Locale } from "@/db/values/locales";

const tags: Record<Locale, string> = { ko: "ko-KR", en: "en-GB" };

// The product's own zone by the name people use for it; the platform's data calls it GMT+9.
const seoul: Record<Locale, string> = { ko: "한국 시각", en: "KST" };

/** What people call a zone at a moment (summer time has a name of its own). */
export function zoneName(at: Date, locale: Locale, timeZone = "Asia/Seoul"): string {
  if (timeZone === "Asia/Seoul") return seoul[locale];
  return new Intl.DateTimeFormat(tags[locale], { timeZone, timeZoneName: "short" }).formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}

/** A moment with its zone, as the language writes it; `brief` is short and of one width, for columns. */
export function Time({ at, locale, timeZone = "Asia/Seoul", dateOnly = false, brief = false }: { at: Date; locale: Locale; timeZone?: string; dateOnly?: boolean; brief?: boolean }) {
  return (
    <time dateTime={at.toISOString()} className={brief ? "whitespace-nowrap tabular-nums" : undefined}>
      {brief ? formatBrief(at, timeZone) : formatTime(at, locale, timeZone, dateOnly)}
    </time>
  );
}

export function formatBrief(at: Date, timeZone: string): string {
  return `${new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(at)} ${zoneName(at, "en", timeZone)}`;
}

export function formatTime(at: Date, locale: Locale, timeZone = "Asia/Seoul", dateOnly = false): string {
  const day = { timeZone, year: "numeric", month: "long", day: "numeric" } as const;
  if (dateOnly) return new Intl.DateTimeFormat(tags[locale], day).format(at);
  // h23, because Korean otherwise writes midnight as 24:00 of the day that begins.
  const moment = new Intl.DateTimeFormat(tags[locale], { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
  const zone = zoneName(at, locale, timeZone);
  return locale === "ko" ? `${zone} ${moment}` : `${moment} ${zone}`;
}

/** Money in whole units of the currency; the won has no smaller one. `minor` is in minor units. */
export function Money({ minor, currency, locale }: { minor: bigint; currency: string; locale: Locale }) {
  return <span className="tabular-nums">{formatMoney(minor, currency, locale)}</span>;
}

export function formatMoney(minor: bigint, currency: string, locale: Locale): string {
  const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 0;
  const amount = Number(minor) / 10 ** digits;
  return locale === "ko" && currency === "KRW" ? `${new Intl.NumberFormat("ko-KR").format(amount)}원` : `${new Intl.NumberFormat(tags[locale], { minimumFractionDigits: digits }).format(amount)} ${currency}`;
}

export function formatCount(count: number | bigint, locale: Locale): string {
  return new Intl.NumberFormat(tags[locale]).format(count);
}

/** A share of one in percent, as the language writes it, with at most so many decimals. */
export function formatPercent(share: number, locale: Locale, decimals: number): string {
  return new Intl.NumberFormat(tags[locale], { style: "percent", maximumFractionDigits: decimals }).format(share);
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
