"use client";

import { useSyncExternalStore, type ReactNode } from "react";

/** How a line is drawn. Lines differ by their dashes too: colour alone would not tell them apart. */
export interface ChartKey {
  name: string;
  colour: "accent" | "leaked" | "possible" | "good";
  dashes?: string | undefined;
}

interface ChartFrameProps {
  title: string;
  keys: ChartKey[];
  /** The drawing itself, as high as `height` says. */
  children: ReactNode;
  height: string;
  /** All of it, with the cells of each row, the first its head; null where a table stands beside it on the page. */
  table: { label: string; columns: { head: string; align?: "right" }[]; rows: string[][] } | null;
}

// Korean and English write large figures alike.
export const figures = new Intl.NumberFormat("en-GB");

/** What all charts draw with. */
export const inks = { axis: { stroke: "var(--ink-soft)", fontSize: 12 }, tooltip: { background: "var(--surface)", border: "1px solid var(--edge)", color: "var(--ink)" } };

const never = () => () => undefined;

/** Drawn in the browser alone: what the server sent of it would have styles of its elements, which the policy of our pages stops; in the browser they are set one by one, which it allows. */
function useDrawing(): boolean {
  return useSyncExternalStore(never, () => true, () => false);
}

/** What stands around a drawing: what it is, which line is which, and all of it as a table, which is also what is left without JavaScript. */
export function ChartFrame({ title, keys, children, height, table }: ChartFrameProps) {
  const drawing = useDrawing();
  const edge = (index: number) => `${table?.columns[index]?.align === "right" ? "text-right" : "text-left"} ${index < (table?.columns.length ?? 0) - 1 ? "pr-3" : ""}`;
  return (
    <figure className="space-y-2">
      <figcaption className="flex flex-wrap justify-between gap-x-4">
        <span className="font-semibold">{title}</span>
        <span className="flex flex-wrap gap-x-4">
          {keys.map(({ name, colour, dashes }) => (
            <span key={name} className="inline-flex items-center gap-1.5">
              <svg aria-hidden="true" width="24" height="4">
                <line x1="0" y1="2" x2="24" y2="2" stroke={`var(--${colour})`} strokeWidth="2" strokeDasharray={dashes} />
              </svg>
              {name}
            </span>
          ))}
        </span>
      </figcaption>
      <div aria-hidden="true" className={`${height} overflow-hidden`}>
        {drawing && children}
      </div>
      {table && (
        <details>
          <summary className="text-14 text-accent">{table.label}</summary>
          <div className="mt-2 max-h-80 overflow-auto print:max-h-none" tabIndex={0} role="group" aria-label={title}>
            <table className="w-full text-14">
              <caption className="sr-only">{title}</caption>
              <thead className="sticky top-0 bg-surface">
                <tr>
                  {table.columns.map(({ head }, index) => (
                    <th key={head} scope="col" className={`border-b border-edge py-1 ${edge(index)}`}>{head}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {table.rows.map((row, number) => (
                  <tr key={number}>
                    {row.map((cell, index) =>
                      index === 0 ? (
                        <th key={index} scope="row" className={`py-1 font-normal whitespace-nowrap ${edge(index)}`}>{cell}</th>
                      ) : (
                        <td key={index} className={`py-1 ${edge(index)}`}>{cell}</td>
                      ),
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </figure>
  );
}
