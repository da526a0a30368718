"use client";

import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";

interface Series {
  key: string;
  name: string;
  colour: "accent" | "leaked" | "possible" | "good";
}

export interface TimeChartProps {
  title: string;
  tableLabel: string;
  timeLabel: string;
  series: Series[];
  /** One point per period, oldest first; `label` is how the period reads. */
  points: { label: string; values: Record<string, number> }[];
}

// Korean and English write large figures alike.
const figures = new Intl.NumberFormat("en-GB");

/** Lines differ by their dashes too: colour alone would not tell them apart. */
const dashes = (index: number) => (index === 0 ? undefined : `${2 + index * 3} 3`);

/** Lines over time. The same figures are always there as a table, which is also what is left without JavaScript. */
export function TimeChart({ title, tableLabel, timeLabel, series, points }: TimeChartProps) {
  return (
    <figure className="space-y-2">
      <figcaption className="flex flex-wrap justify-between gap-x-4">
        <span className="font-semibold">{title}</span>
        <span className="flex flex-wrap gap-x-4">
          {series.map((line, index) => (
            <span key={line.key} className="inline-flex items-center gap-1.5">
              <svg aria-hidden="true" width="24" height="4">
                <line x1="0" y1="2" x2="24" y2="2" stroke={`var(--${line.colour})`} strokeWidth="2" strokeDasharray={dashes(index)} />
              </svg>
              {line.name}
            </span>
          ))}
        </span>
      </figcaption>
      <div aria-hidden="true" className="h-48 overflow-hidden">
        <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 192 }}>
          <LineChart data={points.map((point) => ({ label: point.label, ...point.values }))} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
            <CartesianGrid stroke="var(--line)" vertical={false} />
            <XAxis dataKey="label" stroke="var(--ink-soft)" fontSize={12} minTickGap={32} />
            <YAxis stroke="var(--ink-soft)" fontSize={12} allowDecimals={false} width={48} />
            <Tooltip contentStyle={{ background: "var(--surface)", border: "1px solid var(--edge)", color: "var(--ink)" }} />
            {series.map((line, index) => (
              <Line key={line.key} dataKey={line.key} name={line.name} stroke={`var(--${line.colour})`} strokeWidth={2} strokeDasharray={dashes(index)} dot={points.length < 3} isAnimationActive={false} />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
      <details>
        <summary className="text-14 text-accent">{tableLabel}</summary>
        <div className="mt-2 max-h-80 overflow-y-auto print:max-h-none" tabIndex={0} role="group" aria-label={title}>
          <table className="w-full text-14">
            <caption className="sr-only">{title}</caption>
            <thead className="sticky top-0 bg-surface">
              <tr>
                <th scope="col" className="border-b border-edge py-1 text-left">{timeLabel}</th>
                {series.map((line) => (
                  <th key={line.key} scope="col" className="border-b border-edge py-1 text-right">{line.name}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {points.map((point) => (
                <tr key={point.label}>
                  <th scope="row" className="py-1 text-left font-normal">{point.label}</th>
                  {series.map((line) => (
                    <td key={line.key} className="py-1 text-right">{figures.format(point.values[line.key] ?? 0)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
