import Link from "next/link";
import type { ReactNode } from "react";

/** Names and their values; with `action` a link to change one. */
export function KeyValues({ rows }: { rows: { name: ReactNode; value: ReactNode; action?: ReactNode }[] }) {
  return (
    <dl className="@container divide-y divide-line border-y border-line">
      {rows.map((row, index) => (
        <div key={index} className="grid gap-x-4 py-2 @xs:grid-cols-[minmax(0,1fr)_minmax(0,2fr)_auto] @lg:grid-cols-[12rem_minmax(0,1fr)_auto]">
          <dt className="text-ink-soft">{row.name}</dt>
          <dd>{row.value}</dd>
          {row.action && <dd>{row.action}</dd>}
        </div>
      ))}
    </dl>
  );
}

export interface Column<Row> {
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  align?: "right";
}

/** Widths in steps of four rem, from 20 on: a class and no style of the element, which the policy of our pages stops. */
const LEAST_WIDTHS = ["min-w-80", "min-w-96", "min-w-112", "min-w-128", "min-w-144", "min-w-160", "min-w-176", "min-w-192", "min-w-208", "min-w-224", "min-w-240"] as const;

/** Rows stay low: where it is narrow the table scrolls before its words pile up. What comes near the width of a telephone has to do with it. */
function leastWidth(columns: readonly Pick<Column<never>, "align">[]): string {
  const figures = columns.filter(({ align }) => align === "right").length;
  const width = (columns.length - figures) * 9 + figures * 5;
  return width > 20 ? (LEAST_WIDTHS[Math.min(LEAST_WIDTHS.length - 1, Math.round((width - 20) / 4))] ?? "") : "";
}

/** The console's table: dense rows, head that stays, figures to the right. `rowHref` makes each row's first cell a link. */
export function DataTable<Row>({ caption, columns, rows, rowKey, rowHref, lead, empty }: { caption: string; /** Before the columns: a box to tick. */ lead?: Omit<Column<Row>, "align"> | undefined; columns: Column<Row>[]; rows: Row[]; rowKey: (row: Row) => string; rowHref?: (row: Row) => string; empty: ReactNode }) {
  if (rows.length === 0) return <>{empty}</>;
  // Figures at the right of their column would run into words at the left of the next.
  const room = (index: number) => (columns[index]?.align === "right" && columns[index + 1] && columns[index + 1]?.align !== "right" ? "pr-6" : "");
  return (
    <div className="relative overflow-x-auto" tabIndex={0} role="group" aria-label={caption}>
      <table className={`w-full border-collapse wrap-break-word text-14 [&_time]:whitespace-nowrap ${leastWidth(columns)}`} data-rows>
        <caption className="sr-only">{caption}</caption>
        <thead className="sticky top-0 bg-paper">
          <tr>
            {lead && <th scope="col" className="border-b border-edge px-2 py-2">{lead.head}</th>}
            {columns.map((column, index) => (
              <th key={index} scope="col" className={`border-b border-edge px-2 py-2 font-semibold ${column.align === "right" ? "text-right" : "text-left"} ${room(index)}`}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="h-9 border-b border-line hover:bg-surface">
              {lead && <td className="px-2 py-1">{lead.cell(row)}</td>}
              {columns.map((column, index) => (
                <td key={index} className={`px-2 py-1 ${column.align === "right" ? "text-right whitespace-nowrap" : ""} ${index === 0 && rowHref ? "min-w-48" : ""} ${room(index)}`}>
                  {index === 0 && rowHref ? (
                    <Link href={rowHref(row)} prefetch={false}>
                      {column.cell(row)}
                    </Link>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Filters as links, so that a filtered list has an address. */
export function FilterChips({ label, chips }: { label: string; chips: { href: string; text: ReactNode; current: boolean }[] }) {
  return (
    <nav aria-label={label} className="flex flex-wrap gap-2">
      {chips.map((chip) => (
        <Link key={chip.href} href={chip.href} prefetch={false} aria-current={chip.current || undefined} className={`rounded-6 border px-2 py-0.5 text-14 no-underline ${chip.current ? "border-accent bg-accent text-on-accent" : "border-edge text-ink"}`}>
          {chip.text}
        </Link>
      ))}
    </nav>
  );
}

/** Links to the neighbouring pages of a list that is read by position. */
export function Pager({ label, previous, next, words }: { label: string; previous: string | null; next: string | null; words: { previous: string; next: string } }) {
  if (!previous && !next) return null;
  return (
    <nav aria-label={label} className="flex justify-between py-3 text-14">
      <span>{previous && <Link href={previous} prefetch={false}>← {words.previous}</Link>}</span>
      <span>{next && <Link href={next} prefetch={false}>{words.next} →</Link>}</span>
    </nav>
  );
}

export interface Segment {
  name: string;
  count: number;
  tone: "good" | "possible" | "leaked" | "accent" | "none" | "line";
}

const dots: Record<Segment["tone"], string> = { good: "bg-good", possible: "bg-possible", leaked: "bg-leaked", accent: "bg-accent", none: "bg-none", line: "bg-line" };
const fills: Record<Segment["tone"], string> = { good: "fill-good", possible: "fill-possible", leaked: "fill-leaked", accent: "fill-accent", none: "fill-(--color-none)", line: "fill-line" };

/** Parts of a whole side by side, as a picture that takes the room it is given. `from` and `share` are of 1. */
export function Bar({ parts }: { parts: { name: string; from: number; share: number; tone: Segment["tone"] }[] }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 1 1" preserveAspectRatio="none" className="block size-full">
      {parts.map(({ name, from, share, tone }) => (
        <rect key={name} x={from} width={Math.min(1, Math.max(0, share))} height={1} className={fills[tone]} />
      ))}
    </svg>
  );
}

/** Progress by state: a bar of segments and, always, the same figures as text. */
export function SegmentedBar({ label, segments, total, format }: { label: string; segments: Segment[]; total: number; format: (count: number) => string }) {
  const shares = segments.map(({ count }) => (total > 0 ? count / total : 0));
  const parts = segments.map(({ name, tone }, at) => ({ name, tone, share: shares[at] ?? 0, from: shares.slice(0, at).reduce((sum, share) => sum + share, 0) }));
  return (
    <div>
      <div role="img" aria-label={label} className="h-3 overflow-hidden rounded-6 bg-line">
        <Bar parts={parts} />
      </div>
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-14">
        {segments.map((segment) => (
          <li key={segment.name} className="inline-flex items-center gap-1.5">
            <span aria-hidden="true" className={`size-2.5 shrink-0 rounded-full ${dots[segment.tone]}`} />
            {segment.name} <strong className="whitespace-nowrap tabular-nums">{format(segment.count)}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The way back to the page before. */
export function BackLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <p className="no-print mb-4 text-16">
      <Link href={href} prefetch={false}>
        ← {children}
      </Link>
    </p>
  );
}
