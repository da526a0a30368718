import type { Locale } from "@/db/values/locales";

/* How each language writes times, figures and money: screens, notices and letters say them the same way. */

const tags: Record<Locale, string> = { ko: "ko-KR", en: "en-GB" };

// The product's own zone by the name people use for it; the platform's data calls it GMT+9.
const seoul: Record<Locale, string> = { ko: "한국 시각", en: "KST" };

const formats = new Map<string, Intl.DateTimeFormat>();
const MOST_KEPT = 500;

/** The one format for a way of writing times: making one takes a hundred times as long as asking it. @throws {RangeError} of a time zone that the runtime does not know */
export function dateTimeFormat(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = tag + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    if (formats.size >= MOST_KEPT) formats.clear();
    formats.set(key, (format = new Intl.DateTimeFormat(tag, options)));
  }
  return format;
}

/** What people call a zone at a moment (summer time has a name of its own). */
export function zoneName(at: Date, locale: Locale, timeZone = "Asia/Seoul"): string {
  if (timeZone === "Asia/Seoul") return seoul[locale];
  return dateTimeFormat(tags[locale], { timeZone, timeZoneName: "short" }).formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}

/** A moment short and of one width, for columns. */
export function formatBrief(at: Date, timeZone: string): string {
  return `${dateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(at)} ${zoneName(at, "en", timeZone)}`;
}

/** A moment with its zone, or the day alone, as the language writes it. */
export function formatTime(at: Date, locale: Locale, timeZone = "Asia/Seoul", dateOnly = false): string {
  const day = { timeZone, year: "numeric", month: "long", day: "numeric" } as const;
  if (dateOnly) return dateTimeFormat(tags[locale], day).format(at);
  // h23, because Korean otherwise writes midnight as 24:00 of the day that begins.
  const moment = dateTimeFormat(tags[locale], { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
  const zone = zoneName(at, locale, timeZone);
  return locale === "ko" ? `${zone} ${moment}` : `${moment} ${zone}`;
}

/** The time of a day alone. */
export function formatClock(at: Date, timeZone: string): string {
  return dateTimeFormat("sv-SE", { timeZone, timeStyle: "short" }).format(at);
}

const decimals = new Map<string, number>();

/** Decimals of a currency (ISO 4217): none for the won and the yen, two for most. Asked once: a file for the bank has thousands of amounts. */
export function currencyDigits(currency: string): number {
  const known = decimals.get(currency) ?? new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 0;
  decimals.set(currency, known);
  return known;
}

/** How a number is written: plainly, in groups of three with a point before the decimals, or with a comma before them. */
const shapes = [
  /^(?<whole>\d{1,13})(?:\.(?<decimals>\d*))?$/,
  /^(?<whole>[1-9]\d{0,2}(?<mark>[,' ])\d{3}(?:\k<mark>\d{3}){0,3})(?:\.(?<decimals>\d*))?$/,
  /^(?<whole>\d{1,13}|[1-9]\d{0,2}(?<mark>[.' ])\d{3}(?:\k<mark>\d{3}){0,3}),(?<decimals>\d+)$/,
];

/**
 * Read a number as people type it ("12,000", "1 234,56", "12.5") into units of its last decimal. Null where it is none, has more decimals, or could be read in two ways: a comma parts thousands in one language and
 * decimals in another.
 */
export function readDecimal(typed: string, digits: number): bigint | null {
  const bare = typed.normalize("NFKC").replaceAll("’", "'").trim();
  const readings = shapes.flatMap((shape) => {
    const { whole, decimals = "" } = shape.exec(bare)?.groups ?? {};
    return whole === undefined || decimals.length > digits ? [] : [BigInt(whole.replaceAll(/\D/g, "") + decimals.padEnd(digits, "0"))];
  });
  const [first, ...others] = readings;
  return first !== undefined && others.every((other) => other === first) ? first : null;
}

/** Read an amount as people type it ("12,000", "₩12,000", "600,50 €") into minor units; null as {@link readDecimal} says. */
export function readMoney(typed: string, currency: string): bigint | null {
  return readDecimal(typed.normalize("NFKC").replaceAll(/원|₩|[A-Z]{3}|[$€£¥]/g, ""), currencyDigits(currency));
}

/** An amount as it stands in a field to be typed on: no separators, no currency. */
export function moneyInField(minor: bigint, currency: string): string {
  const digits = currencyDigits(currency);
  const text = minor.toString().padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Money in whole units of the currency; the won has no smaller one. `minor` is in minor units. */
export function formatMoney(minor: bigint | number, currency: string, locale: Locale): string {
  const digits = currencyDigits(currency);
  const amount = Number(minor) / 10 ** digits;
  return locale === "ko" && currency === "KRW" ? `${new Intl.NumberFormat("ko-KR").format(amount)}원` : `${new Intl.NumberFormat(tags[locale], { minimumFractionDigits: digits }).format(amount)} ${currency}`;
}

export function formatCount(count: number | bigint, locale: Locale): string {
  return new Intl.NumberFormat(tags[locale]).format(count);
}

/** The size of a file; one of a few rows has some kilobytes, not 0 MB. */
export function formatBytes(bytes: number, locale: Locale): string {
  const [unit, size] = bytes < 1_000_000 ? (["kilobyte", Math.max(bytes / 1000, 0.1)] as const) : (["megabyte", bytes / 1_000_000] as const);
  return new Intl.NumberFormat(tags[locale], { style: "unit", unit, maximumFractionDigits: 1 }).format(size);
}

/** A share of one in percent, as the language writes it, with at most so many decimals. */
export function formatPercent(share: number, locale: Locale, decimals: number): string {
  return new Intl.NumberFormat(tags[locale], { style: "percent", maximumFractionDigits: decimals }).format(share);
}
