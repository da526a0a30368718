"use client";

import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { ChartFrame, figures, inks } from "./chart-frame";

interface ForecastChartProps {
  title: string;
  tableLabel: string;
  words: { day: string; actual: string; projected: string; supposed: string };
  /** By days, the first at the head; null where there is nothing to say. */
  points: { day: string; actual: number | null; projected: number | null; supposed: number }[];
}

const short = new Intl.NumberFormat("en-GB", { notation: "compact" });
const lines = [
  { key: "actual", colour: "accent", dashes: undefined },
  { key: "projected", colour: "accent", dashes: "2 4" },
  { key: "supposed", colour: "possible", dashes: "8 3" },
] as const;

/** What was, what it comes to if it goes on like that, and what was supposed; all of it is there as a table. */
export function ForecastChart({ title, tableLabel, words, points }: ForecastChartProps) {
  const figure = (value: number | null) => (value === null ? "–" : figures.format(value));
  return (
    <ChartFrame
      title={title}
      keys={lines.map(({ key, colour, dashes }) => ({ name: words[key], colour, dashes }))}
      height="h-56"
      table={{
        label: tableLabel,
        columns: [{ head: words.day }, ...lines.map(({ key }) => ({ head: words[key], align: "right" as const }))],
        rows: points.map(({ day, actual, projected, supposed }) => [day, figure(actual), figure(projected), figure(supposed)]),
      }}
    >
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 224 }}>
        <LineChart data={points} accessibilityLayer={false} margin={{ top: 8, right: 16, bottom: 0, left: 8 }}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis dataKey="day" {...inks.axis} minTickGap={40} />
          <YAxis width={56} tickFormatter={(value: number) => short.format(value)} {...inks.axis} />
          <Tooltip contentStyle={inks.tooltip} formatter={(value) => figures.format(Number(value))} />
          {lines.map(({ key, colour, dashes }) => (
            <Line key={key} dataKey={key} name={words[key]} stroke={`var(--${colour})`} strokeWidth={2} strokeDasharray={dashes} dot={false} isAnimationActive={false} />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
