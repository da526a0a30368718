"use client";

import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { ChartFrame, figures, inks, type ChartKey } from "./chart-frame";

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
  marks: (Pick<ChartKey, "name"> & { at: number; colour: "leaked" | "possible" })[];
  timeZone: string;
}

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

const FORESEEN = "5 3";
const markDashes = { leaked: "8 3", possible: "2 3" };

/** How far something has come over time, where it is heading, and the moments that it has to keep; all of it is there as a table. */
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
  const keys: ChartKey[] = [
    { name: words.done, colour: "accent" },
    ...(end ? [{ name: words.foreseen, colour: "accent" as const, dashes: FORESEEN }] : []),
    ...marks.map(({ name, colour }) => ({ name, colour, dashes: markDashes[colour] })),
  ];
  return (
    <ChartFrame title={title} keys={keys} height="h-56" table={{ label: tableLabel, columns: [{ head: timeLabel }, { head: words.what }, { head: words.figure, align: "right" }], rows: rows.map(({ at, what, figure }) => [full(at), what, figure]) }}>
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 224 }}>
        <LineChart data={data} margin={{ top: 8, right: 16, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis dataKey="at" type="number" scale="time" domain={[from, to]} ticks={ticksOf(from, to)} tickFormatter={tick} {...inks.axis} minTickGap={24} />
          <YAxis {...inks.axis} allowDecimals={false} width={48} domain={[0, end?.done ?? "auto"]} tickFormatter={(figure: number) => short.format(figure)} />
          <Tooltip labelFormatter={(at) => full(Number(at))} formatter={(figure) => figures.format(Number(figure))} contentStyle={inks.tooltip} />
          {marks.map(({ name, at, colour }) => (
            <ReferenceLine key={name} x={at} stroke={`var(--${colour})`} strokeWidth={2} strokeDasharray={markDashes[colour]} />
          ))}
          <Line dataKey="done" name={words.done} stroke="var(--accent)" strokeWidth={2} dot={points.length < 3} isAnimationActive={false} />
          <Line dataKey="foreseen" name={words.foreseen} stroke="var(--accent)" strokeWidth={2} strokeDasharray={FORESEEN} dot={false} isAnimationActive={false} />
        </LineChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
