"use client";

import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";

export interface ProgressChartProps {
  title: string;
  tableLabel: string;
  timeLabel: string;
  words: { done: string; foreseen: string; what: string; figure: string };
  /** In milliseconds, oldest first. */
  points: { at: number; done: number }[];
  /** From the last point to the foreseen end; null when nobody can say. */
  end: { at: number; done: number } | null;
  /** Moments to keep, as lines across the chart. */
  marks: { at: number; name: string; colour: "leaked" | "possible" }[];
  timeZone: string;
}

// Korean and English write large figures alike, and this form of a moment is the same in both.
const figures = new Intl.NumberFormat("en-GB");
const short = new Intl.NumberFormat("en-GB", { notation: "compact" });
const DAY = 86_400_000;

/** The clock of a zone, with the day where that is asked for: the form that sorts, so that no reader takes the day for the month. */
function moments(timeZone: string, parts: { day?: boolean; second?: boolean }): (at: number) => string {
  const day = parts.day ? ({ year: "numeric", month: "2-digit", day: "2-digit" } as const) : {};
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, ...day, hour: "2-digit", minute: "2-digit", ...(parts.second ? { second: "2-digit" } : {}) });
  return (at) => (parts.day ? format.format(at).slice("2026-".length) : format.format(at));
}

/** Round moments for the axis: nobody reads 09:03:17. */
function ticksOf(from: number, to: number): number[] {
  const step = [60_000, 300_000, 900_000, 1_800_000, 3_600_000, 3 * 3_600_000, 6 * 3_600_000, 12 * 3_600_000, DAY, 7 * DAY, 30 * DAY].find((size) => (to - from) / size <= 8) ?? 90 * DAY;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}

/** How far something has come over time, where it is heading, and the moments that it has to keep. Lines differ by their dashes too. All of it is there as a table. */
export function ProgressChart({ title, tableLabel, timeLabel, words, points, end, marks, timeZone }: ProgressChartProps) {
  const last = points.at(-1);
  const data: { at: number; done?: number; foreseen?: number }[] = points.map((point) => ({ ...point, ...(point === last && end ? { foreseen: point.done } : {}) }));
  if (end) data.push({ at: end.at, foreseen: end.done });
  const from = points[0]?.at ?? 0;
  const to = Math.max(from + 60_000, ...data.map(({ at }) => at), ...marks.map(({ at }) => at));
  const tick = moments(timeZone, { day: to - from > DAY / 2 });
  const full = moments(timeZone, { day: true, second: true });
  const rows = [
    ...points.map(({ at, done }) => ({ at, what: words.done, figure: figures.format(done) })),
    ...(end ? [{ at: end.at, what: words.foreseen, figure: figures.format(end.done) }] : []),
    ...marks.map(({ at, name }) => ({ at, what: name, figure: "" })),
  ].sort((a, b) => a.at - b.at);
  return (
    <figure className="space-y-2">
      <figcaption className="flex flex-wrap justify-between gap-x-4">
        <span className="font-semibold">{title}</span>
        <span className="flex flex-wrap gap-x-4">
          <Key name={words.done} colour="accent" />
          {end && <Key name={words.foreseen} colour="accent" dashes="5 3" />}
          {marks.map((mark) => (
            <Key key={mark.name} name={mark.name} colour={mark.colour} dashes={mark.colour === "leaked" ? "8 3" : "2 3"} />
          ))}
        </span>
      </figcaption>
      <div aria-hidden="true" className="h-56 overflow-hidden">
        <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 224 }}>
          <LineChart data={data} margin={{ top: 8, right: 16, bottom: 0, left: 0 }} accessibilityLayer={false}>
            <CartesianGrid stroke="var(--line)" vertical={false} />
            <XAxis dataKey="at" type="number" scale="time" domain={[from, to]} ticks={ticksOf(from, to)} tickFormatter={tick} stroke="var(--ink-soft)" fontSize={12} minTickGap={24} />
            <YAxis stroke="var(--ink-soft)" fontSize={12} allowDecimals={false} width={48} domain={[0, end?.done ?? "auto"]} tickFormatter={(figure: number) => short.format(figure)} />
            <Tooltip labelFormatter={(at) => full(Number(at))} formatter={(figure) => figures.format(Number(figure))} contentStyle={{ background: "var(--surface)", border: "1px solid var(--edge)", color: "var(--ink)" }} />
            {marks.map((mark) => (
              <ReferenceLine key={mark.name} x={mark.at} stroke={`var(--${mark.colour})`} strokeWidth={2} strokeDasharray={mark.colour === "leaked" ? "8 3" : "2 3"} />
            ))}
            <Line dataKey="done" name={words.done} stroke="var(--accent)" strokeWidth={2} dot={points.length < 3} isAnimationActive={false} />
            <Line dataKey="foreseen" name={words.foreseen} stroke="var(--accent)" strokeWidth={2} strokeDasharray="5 3" dot={false} isAnimationActive={false} />
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
                <th scope="col" className="border-b border-edge py-1 pr-3 text-left">{timeLabel}</th>
                <th scope="col" className="border-b border-edge py-1 pr-3 text-left">{words.what}</th>
                <th scope="col" className="border-b border-edge py-1 text-right">{words.figure}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ at, what, figure }, index) => (
                <tr key={index}>
                  <th scope="row" className="py-1 pr-3 text-left font-normal whitespace-nowrap">{full(at)}</th>
                  <td className="py-1 pr-3">{what}</td>
                  <td className="py-1 text-right">{figure}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

function Key({ name, colour, dashes }: { name: string; colour: string; dashes?: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <svg aria-hidden="true" width="24" height="4">
        <line x1="0" y1="2" x2="24" y2="2" stroke={`var(--${colour})`} strokeWidth="2" strokeDasharray={dashes} />
      </svg>
      {name}
    </span>
  );
}
